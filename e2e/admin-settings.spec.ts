import type { Page } from '@playwright/test';
import { must } from '#lib/std/must.ts';
import { expect, phone, test } from './fixtures.ts';
import { operatorAs, resetSettings } from './stuck.ts';
import { desk } from './states/stage.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const banner = (page: Page) => page.getByRole('region', { name: 'From whoever runs this server' });
const days = (page: Page) => page.getByRole('textbox', { name: 'Days of events' });
const auditDays = (page: Page) => page.getByRole('textbox', { name: 'Days of audit log' });

/** What was typed is saved; settings belong to the whole server, so who changes them puts them back. */
async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog(page).getByLabel('Reason').fill('it was asked for');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
}

async function isSaved(page: Page): Promise<void> {
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}

async function open(page: Page): Promise<void> {
  await page.goto('/admin/settings');
  await expect(days(page)).toBeVisible();
}

/** As somebody does who comes back to the tab: it asks whether there is something to be said. */
async function lookAgain(page: Page): Promise<void> {
  const asked = page.waitForResponse(/banner\.current/);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await asked;
}

test.afterEach(({ server }) => resetSettings(server));

test('a setting says where it comes from, is set, and is put back', async ({ as, server }) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  await open(olu);
  await expect(days(olu)).toHaveValue('30');
  await expect(olu.getByText('As usual.').first()).toBeVisible();
  await days(olu).fill('0');
  await expect(olu.getByText('A whole number from 1 to 3,650.')).toBeVisible();
  await days(olu).fill('7');
  await save(olu);
  await isSaved(olu);
  await expect(olu.getByText('Set here.')).toHaveCount(1);
  await expect(olu.getByText(/^Changed by Olu/)).toBeVisible();
  await olu.reload();
  await expect(days(olu)).toHaveValue('7');
  await olu.getByRole('button', { name: 'Put back: days of events' }).click();
  await expect(days(olu)).toHaveValue('30');
  await save(olu);
  await isSaved(olu);
  await expect(olu.getByText('Set here.')).toHaveCount(0);
});

test('each host that can not be allowed is named, and the rest stays typed', async ({ as, server }) => {
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  await open(olu);
  const hosts = olu.getByRole('textbox', { name: 'Hosts that webhooks may go to' });
  await hosts.fill('nas.home.arpa\nhttp://nas/\n10.0.0.7:99999');
  await save(olu);
  await expect(dialog(olu)).toContainText('http://nas/');
  await dialog(olu).getByRole('button', { name: 'Keep' }).click();
  await expect(hosts).toHaveValue('nas.home.arpa\nhttp://nas/\n10.0.0.7:99999');
  await expect(hosts).toHaveAttribute('aria-invalid', 'true');
  await hosts.fill('nas.home.arpa\n10.0.0.7:8080');
  await save(olu);
  await isSaved(olu);
});

test('of two operators the second is told what was set meanwhile, and loses nothing of what they typed', async ({
  as,
  server,
}) => {
  const [olu, ola] = [await operatorAs({ as, server }, 'Olu', desk), await operatorAs({ as, server }, 'Ola', desk)];
  await open(olu);
  await open(ola);
  await days(olu).fill('7');
  await save(olu);
  await isSaved(olu);
  await auditDays(ola).fill('400');
  await save(ola);
  await expect(dialog(ola)).toContainText('Somebody else has changed the settings since.');
  await dialog(ola).getByRole('button', { name: 'Keep' }).click();
  await expect(ola.getByText('Olu has changed the settings meanwhile.')).toBeVisible();
  await expect(ola.getByText('days of events is now: 7')).toBeVisible();
  await expect(auditDays(ola)).toHaveValue('400');
  await save(ola);
  await isSaved(ola);
  await expect(days(ola)).toHaveValue('7');
  await olu.reload();
  await expect(auditDays(olu)).toHaveValue('400');
  await expect(days(olu)).toHaveValue('7');
});

test('a banner comes without a reload, covers nothing, is put away on a device, and comes back with other words', async ({
  as,
  stranger,
  server,
}) => {
  test.slow(); // four browsers
  const olu = await operatorAs({ as, server }, 'Olu', desk);
  const maya = await as('Maya', desk);
  await maya.goto('/claw/chat');
  await expect(maya.getByRole('log').getByRole('article')).toHaveCount(1);
  await expect(banner(maya)).toHaveCount(0);
  await open(olu);
  const text = olu.getByRole('textbox', { name: 'Text', exact: true });
  await text.fill('Back at <b>noon</b>');
  await save(olu);
  await isSaved(olu);
  await expect(banner(olu)).toContainText('Back at <b>noon</b>');

  await lookAgain(maya);
  await expect(banner(maya).getByText('Back at <b>noon</b>', { exact: true })).toBeVisible();
  await expectNothingCovered(maya);
  const small = await as('Maya', phone);
  await small.goto('/claw/chat');
  await expect(banner(small)).toBeVisible();
  await expectNothingCovered(small);
  const visitor = await stranger(phone);
  await visitor.goto('/sign-in');
  await expect(banner(visitor)).toBeVisible();
  await expectNothingCovered(visitor);

  await banner(maya).getByRole('button', { name: 'Put this away' }).click();
  await expect(banner(maya)).toHaveCount(0);
  await maya.reload();
  await expect(maya.getByRole('log').getByRole('article')).toHaveCount(1);
  await expect(banner(maya)).toHaveCount(0);
  await small.reload();
  await expect(banner(small)).toBeVisible();

  await text.fill('Back at one');
  await olu.getByText('A warning', { exact: true }).click();
  await save(olu);
  await isSaved(olu);
  await lookAgain(maya);
  await expect(banner(maya).getByText('Back at one', { exact: true })).toBeVisible();
  await expect(banner(maya).getByRole('button')).toHaveCount(0);
});

async function expectNothingCovered(page: Page): Promise<void> {
  await expect(async () => {
    const over = must(await banner(page).boundingBox(), 'the banner');
    const main = must(await page.getByRole('main').first().boundingBox(), 'what is under it');
    expect(over.y + over.height).toBeLessThanOrEqual(main.y);
  }).toPass({ timeout: 20_000 });
  const rest = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(rest).toBeLessThanOrEqual(0);
}
