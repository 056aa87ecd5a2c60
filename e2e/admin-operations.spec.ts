import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { getStuck, operatorAs, type Stuck } from './stuck.ts';
import { desk } from './states/stage.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const dialog = (page: Page) => page.getByRole('dialog');
const fact = (page: Page, name: string) =>
  page.getByRole('main').locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]').first();

/** What an operator is asked before anything is done: the reason, and the button that does it. */
async function sayWhy(page: Page, act: string, reason = 'it was asked for'): Promise<void> {
  await dialog(page).getByLabel('Reason').fill(reason);
  await dialog(page).getByRole('button', { name: act }).click();
}

const pagesOf = ({ deliveryId, pushId, conversationId }: Stuck) => [
  ['/admin/conversations', 'Conversations'],
  [`/admin/conversations/${conversationId}`, 'Conversation'],
  ['/admin/deliveries', 'Deliveries'],
  [`/admin/deliveries/${deliveryId}`, 'Edited message'],
  ['/admin/pushes', 'Pushes'],
  [`/admin/pushes/${pushId}`, 'Message'],
  ['/admin/events', 'Events'],
  ['/admin/audit', 'Audit'],
  ['/admin/settings', 'Settings'],
];

test('an operator opens each page, and a member finds what every unknown address shows', async ({ as, server }) => {
  test.slow(); // nine pages, twice
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const maya = await as('Maya', desk);
  const stuck = await getStuck(server, maya, 'Ledger');
  for (const [path = '', title = ''] of pagesOf(stuck)) {
    await olu.goto(path);
    await expect(heading(olu, title)).toBeVisible();
    await expect(olu.getByRole('main').getByRole('alert')).toHaveCount(0);
    await expect(olu.getByRole('main')).not.toContainText(stuck.secret);
    await maya.goto(path);
    await expect(maya.getByRole('heading', { name: 'No such page' })).toBeVisible();
  }
});

test('an operator makes what was given up go again, and a second one who comes late is told', async ({
  as,
  server,
}) => {
  const [olu, ola] = [await operatorAs({ as, server }, 'Olu', desk), await operatorAs({ as, server }, 'Ola', desk)];
  const maya = await as('Maya', desk);
  const { sandboxId, deliveryId, secret } = await getStuck(server, maya, 'Ledger');
  await olu.goto(`/admin/deliveries?sandbox=${sandboxId}&state=dead`);
  const rows = olu.getByRole('table', { name: 'Deliveries' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await rows.getByRole('link', { name: 'Edited message' }).click();
  await expect(heading(olu, 'Edited message')).toBeVisible();
  await expect(olu.getByRole('table', { name: 'Requests to its endpoint' })).toContainText('No answer in time');
  await expect(olu.getByRole('main')).not.toContainText(secret);
  await expect(fact(olu, 'Endpoint')).toHaveText('127.0.0.1:9. In use');
  await ola.goto(`/admin/deliveries/${deliveryId}`);
  await expect(fact(ola, 'State')).toHaveText('Given up');

  await olu.getByRole('button', { name: 'Deliver again' }).click();
  await dialog(olu).getByRole('button', { name: 'Deliver again' }).click();
  await expect(dialog(olu)).toContainText('Say why.');
  await sayWhy(olu, 'Deliver again');
  await expect(dialog(olu)).toHaveCount(0);
  await expect(fact(olu, 'State')).not.toHaveText('Given up');

  await ola.getByRole('button', { name: 'Deliver again' }).click();
  await sayWhy(ola, 'Deliver again');
  await expect(dialog(ola)).toContainText("It wasn't given up, or is on its way again already.");
});

test('an operator disables an endpoint and enables it, and makes all that was given up go again', async ({
  as,
  server,
}) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const { sandboxId } = await getStuck(server, await as('Maya', desk), 'Ledger');
  await olu.goto(`/admin/deliveries?sandbox=${sandboxId}`);
  await olu.getByRole('button', { name: 'Disable the endpoint' }).click();
  await sayWhy(olu, 'Disable the endpoint');
  await expect(fact(olu, 'Endpoint')).toHaveText('127.0.0.1:9. Disabled by an operator');
  await expect(dialog(olu)).toHaveCount(0);
  await olu.getByRole('button', { name: 'Enable the endpoint' }).click();
  await sayWhy(olu, 'Enable the endpoint');
  await expect(fact(olu, 'Endpoint')).toHaveText('127.0.0.1:9. In use');
  await expect(dialog(olu)).toHaveCount(0);
  await olu.getByRole('button', { name: 'Deliver all again' }).click();
  await sayWhy(olu, 'Deliver all again');
  await expect(fact(olu, 'Given up, of this agent')).toHaveText('0');
});

test('what was done stands in the audit log, and is exported with what is filtered', async ({ as, server }) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const { deliveryId } = await getStuck(server, await as('Maya', desk), 'Ledger');
  await olu.goto(`/admin/deliveries/${deliveryId}`);
  await olu.getByRole('button', { name: 'Deliver again' }).click();
  await sayWhy(olu, 'Deliver again', '=SUM(1), she said');
  await expect(dialog(olu)).toHaveCount(0);

  await olu.goto('/admin/audit');
  await olu.getByRole('searchbox', { name: 'Id of what it was done to' }).fill(deliveryId);
  await olu.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Delivered again' });
  await expect(olu).toHaveURL(
    new RegExp(`action=delivery.replayed.*subject=${deliveryId}|subject=${deliveryId}.*action`),
  );
  const rows = olu.getByRole('table', { name: 'Audit' }).getByRole('row');
  await expect(rows).toHaveCount(2);

  const coming = olu.waitForEvent('download');
  await olu.getByRole('button', { name: 'Export CSV' }).click();
  await sayWhy(olu, 'Export CSV');
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain(`"'=SUM(1), she said"`);
  expect(text.trim().split('\r\n')).toHaveLength(2);

  await rows.getByRole('link', { name: 'Delivered again' }).click();
  await expect(heading(olu, 'Delivered again')).toBeVisible();
  await expect(fact(olu, 'Why')).toHaveText('=SUM(1), she said');
  await expect(fact(olu, 'Device')).toHaveText(/Chrome/);
  await expect(olu.getByText('It was done.')).toBeVisible();
});

test('a conversation is found by who is in it, and its deliveries, pushes and events from it', async ({
  as,
  server,
}) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const { conversationId, sandboxId, secret } = await getStuck(server, await as('Maya', desk), 'Ledger');
  await olu.goto('/admin/conversations');
  await olu.getByRole('searchbox').fill(sandboxId);
  await expect(olu).toHaveURL(/search=/);
  await olu.getByRole('link', { name: conversationId }).click();
  await expect(heading(olu, 'Conversation')).toBeVisible();
  await expect(olu.getByText('What is said, and titles, which come from what is said')).toBeVisible();
  await expect(olu.getByRole('table', { name: 'Who is in it' })).toContainText('Maya');
  await expect(olu.getByRole('main')).not.toContainText(secret);

  await olu.getByRole('link', { name: 'Its log of events' }).click();
  await expect(heading(olu, 'Events')).toBeVisible();
  await expect(olu.getByRole('table', { name: 'Events' })).toContainText('message.created');
  await expect(olu.getByText(/^All that is kept: No gaps between 1 and \d+\.$/)).toBeVisible();
  await olu.getByRole('searchbox', { name: 'Type' }).fill('nothing.such');
  await expect(olu.getByText('Nothing in its log fits.')).toBeVisible();
  await olu.goto(`/admin/pushes?conversation=${conversationId}`);
  await olu.getByRole('table', { name: 'Pushes' }).getByRole('link', { name: 'Message' }).click();
  await expect(olu.getByRole('table', { name: 'Devices' })).toContainText('Chrome on Linux');
  await expect(olu.getByRole('table', { name: 'Devices' })).toContainText('Answered 503');
});

test('a list says when nothing fits, and when what it was asked is no question', async ({ as, server }) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  await olu.goto('/admin/deliveries?sandbox=nobody');
  await expect(olu.getByText('No delivery fits.')).toBeVisible();
  await olu.goto('/admin/deliveries?cursor=x');
  await expect(olu.getByText("Deliveries didn't load.")).toBeVisible();
  await olu.getByRole('button', { name: 'To the beginning' }).click();
  await expect(olu.getByText("Deliveries didn't load.")).toHaveCount(0);
  await olu.goto('/admin/events?context=nonsense');
  await expect(olu.getByText("Events didn't load.")).toBeVisible();
});

test('the pages can be used by all, in four themes and on a phone', async ({ as, server }) => {
  test.slow(); // nine pages, each in four themes
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const stuck = await getStuck(server, await as('Maya', desk), 'Ledger');
  for (const [path = '', title = ''] of pagesOf(stuck)) {
    await olu.goto(path);
    await expect(heading(olu, title)).toBeVisible();
    await expect(olu.getByRole('main').getByText('Loading')).toHaveCount(0);
    await expectAccessibleInAllThemes(olu);
  }
  const small = await as('Olu', phone);
  for (const [path = '', title = ''] of pagesOf(stuck)) {
    await small.goto(path);
    await expect(heading(small, title)).toBeVisible();
    const room = await small.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(room, `${path} is wider than a phone`).toBeLessThanOrEqual(0);
  }
});
