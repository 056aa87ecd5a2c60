import type { Page } from '@playwright/test';
import { PushService } from '#server/testing/push-service.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { giveSubscription } from './subscription.ts';
import { withWorker } from './worker.ts';

const path = '/settings/notifications';

let service: PushService;

test.beforeEach(async () => {
  service = await PushService.open({ isSecure: false });
});
test.afterEach(() => service[Symbol.asyncDispose]());

const theSwitch = (page: Page) => page.getByRole('switch', { name: 'Notifications in this browser' });
const devices = (page: Page) => page.getByRole('table', { name: 'Devices that are told' });

test('a browser is turned on, tested, renamed and removed, and what it is told arrives', async ({ as }) => {
  const page = await as('Maya', withWorker);
  const browser = await giveSubscription(page, service);
  await page.goto(path);
  await expect(page.getByText('None yet.')).toBeVisible();
  await theSwitch(page).check();
  await expect(page.getByText('On. They come when no page of this is in front of you.')).toBeVisible();
  await expect(devices(page).getByRole('row', { name: /Chrome on .+ this one/ })).toContainText('Not yet');

  await page.getByRole('button', { name: /^Send a test to Chrome on/ }).click();
  const [arrived] = await service.first(1, browser);
  expect(arrived?.push).toMatchObject({ title: 'Claw Chat', tag: 'test', data: { type: 'test' } });
  await expect(page.getByRole('status').filter({ hasText: /^On its way to Chrome on/ })).toBeVisible();
  await expect(devices(page).getByRole('row', { name: /this one/ })).not.toContainText('Not yet');
  expect(service.objections).toEqual([]);

  await page.getByRole('button', { name: /^Rename Chrome on/ }).click();
  await expect(page.getByLabel('New name')).toBeFocused();
  await page.getByLabel('New name').fill('');
  await page.getByLabel('New name').fill('Desk');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Rename Desk' })).toBeFocused();
  await page.reload();
  await expect(theSwitch(page)).toBeChecked();
  await expect(devices(page).getByRole('row', { name: /Desk this one/ })).toBeVisible();

  await page.getByRole('button', { name: 'Remove Desk' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  await expect(theSwitch(page)).not.toBeChecked();
});

test('a browser is turned off where it was turned on, and is told nothing more', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await giveSubscription(page, service);
  await page.goto(path);
  await theSwitch(page).check();
  await expect(devices(page)).toBeVisible();
  await theSwitch(page).uncheck();
  await expect(page.getByText('None yet.')).toBeVisible();
  await page.reload();
  await expect(theSwitch(page)).not.toBeChecked();
  await expect(theSwitch(page)).toBeEnabled();
});

test('what came of a test is said in words, and a browser that is no more goes', async ({ as }) => {
  const page = await as('Maya', withWorker);
  const browser = await giveSubscription(page, service);
  await page.goto(path);
  await theSwitch(page).check();
  const sendTest = page.getByRole('button', { name: /^Send a test to/ });
  service.behave = () => 503;
  await sendTest.click();
  await expect(page.getByText(/didn't take it\. Try again in a minute\./)).toBeVisible();
  service.behave = () => 403;
  await sendTest.click();
  await expect(page.getByText(/refused it\. The server's log says why\./)).toBeVisible();
  browser.isOver = true;
  await sendTest.click();
  await expect(page.getByText(/takes no more notifications/)).toBeVisible();
  await expect(page.getByText('None yet.')).toBeVisible();
  await expect(theSwitch(page)).not.toBeChecked();
});

test('whoever signs out there is told nothing there any more', async ({ as }) => {
  const [page, other] = [await as('Maya', withWorker), await as('Maya')];
  await giveSubscription(page, service);
  await page.goto(path);
  await theSwitch(page).check();
  await expect(devices(page)).toBeVisible();
  await other.goto(path);
  await expect(devices(other).getByRole('row', { name: /Chrome on/ })).not.toContainText('this one');
  await other.goto('/settings/devices');
  await other.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(other.getByText('You are signed in here and nowhere else.')).toBeVisible();
  await other.goto(path);
  await expect(other.getByText('None yet.')).toBeVisible();
});

test('what somebody wants to be told acts at once and is there after a reload', async ({ as }) => {
  const page = await as('Maya');
  await page.goto(path);
  const example = page.getByRole('figure');
  await expect(page.getByRole('radio', { name: 'Where' })).toBeChecked();
  await expect(example).toContainText('New message');
  await page.getByRole('radio', { name: 'Everything' }).check();
  await expect(example).toContainText('The build is green.');
  await page.getByRole('radio', { name: 'Only that there is something' }).check();
  await expect(example).not.toContainText('Harbor');
  await page.getByRole('switch', { name: 'Agents' }).uncheck();
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  await page.getByLabel('From').fill('21:30');
  await page.getByLabel('Until').fill('21:30');
  await expect(page.getByText('They have to end at another time than they begin.')).toBeVisible();
  await page.getByLabel('Until').fill('06:15');
  const saved = page.waitForResponse((answer) => answer.request().postData()?.includes('Asia/Tokyo') === true);
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await saved;

  await page.reload();
  await expect(page.getByRole('radio', { name: 'Only that there is something' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Agents' })).not.toBeChecked();
  await expect(page.getByRole('switch', { name: 'Messages' })).toBeChecked();
  await expect(page.getByLabel('From')).toHaveValue('21:30');
  await expect(page.getByLabel('Until')).toHaveValue('06:15');
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await page.getByRole('switch', { name: 'Quiet hours' }).uncheck();
  await expect(page.getByLabel('From')).toHaveCount(0);
});

test('a wish that the server doesn’t take is taken back and said', async ({ as }) => {
  const page = await as('Maya');
  await page.goto(path);
  await page.route('**/notifications.setPreferences*', (route) => route.abort());
  await page.getByRole('switch', { name: 'Messages' }).uncheck();
  await expect(page.getByText(/^Not saved\./)).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Messages' })).toBeChecked();
});

test('what stands in the way of notifications is said in words, and the switch can’t be pressed', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await page.addInitScript(() => {
    const wanted = () => sessionStorage.getItem('permission') ?? 'default';
    Object.defineProperty(Notification, 'permission', { get: wanted });
    Notification.requestPermission = async () => wanted() as NotificationPermission;
  });
  await page.goto(path);
  await theSwitch(page).click();
  await expect(page.getByText('Nothing was chosen, so they stay off.')).toBeVisible();
  await expect(theSwitch(page)).not.toBeChecked();

  await page.evaluate(() => sessionStorage.setItem('permission', 'denied'));
  await theSwitch(page).click();
  await expect(page.getByText('This browser was told to show none from this page.')).toBeVisible();
  await expect(theSwitch(page)).toBeDisabled();
  await expectAccessible(page);

  await page.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'));
  await page.reload();
  await expect(page.getByText('This browser takes no notifications.')).toBeVisible();
  await expect(theSwitch(page)).toBeDisabled();

  await page.route('**/notifications.publicKey*', (route) =>
    route.fulfill({ json: { result: { data: { publicKey: null } } } }),
  );
  await page.reload();
  await expect(page.getByText('Browsers take notifications on https pages only')).toBeVisible();
  await expect(theSwitch(page)).toBeDisabled();
});

test('a browser that reaches no push service says so', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await giveSubscription(page, service);
  await page.addInitScript(() => {
    PushManager.prototype.subscribe = () => Promise.reject(new DOMException('no', 'AbortError'));
  });
  await page.goto(path);
  await theSwitch(page).click();
  await expect(page.getByText('This browser reached no push service.')).toBeVisible();
  await expect(theSwitch(page)).not.toBeChecked();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test('the page can be read and used in every theme and at 360 px', async ({ as }) => {
  const page = await as('Maya', { ...withWorker, ...phone });
  await giveSubscription(page, service);
  await page.goto(path);
  await theSwitch(page).check();
  await expect(devices(page)).toBeVisible();
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  await expect(page.getByLabel('From')).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.getByRole('button', { name: /^Rename/ }).click();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 900 });
  await expectAccessible(page);
});
