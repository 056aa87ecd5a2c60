import type { Page } from '@playwright/test';
import { verifyWebhook } from '#lib/signing/webhook-signature.ts';
import { must } from '#lib/std/must.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { tryNow } from './try-now.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const log = (page: Page) => page.getByRole('table', { name: 'Deliveries' });
const entry = (page: Page, text: string) => log(page).getByRole('row').filter({ hasText: text });

/** A bot of this person's that is reached by request. */
async function botWithEndpoint(page: Page, url: string) {
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My own bot' }).check();
  await page.getByLabel('Name').fill('Harbor');
  await page.getByRole('button', { name: 'Create Harbor' }).click();
  const settings = await page.getByRole('link', { name: 'Its settings and keys' }).getAttribute('href');
  const conversation = await page.getByRole('link', { name: 'Open its conversation' }).getAttribute('href');
  const sandboxId = must(settings?.split('/')[2], 'the id of the bot');
  await page.goto(must(settings, 'its settings'));
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Send them there' }).click();
  const made = page.getByRole('region', { name: 'The secret that signs them' });
  const secret = await made.locator('code').innerText();
  return {
    sandboxId,
    secret,
    settings: must(settings, 'settings'),
    conversation: must(conversation, 'a conversation'),
  };
}

async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' });
  // It takes the focus as soon as it takes words.
  await expect(field).toBeFocused();
  await field.fill(text);
  await page.keyboard.press('Enter');
}

test('messages go to an address of one’s own, signed with a secret that is shown once', async ({ as }) => {
  await using receiver = await Receiver.open();
  const page = await as('Maya', desk);
  const bot = await botWithEndpoint(page, receiver.url);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByText(bot.secret)).toHaveCount(0);
  await page.getByRole('button', { name: 'Ask for a sign of life' }).click();
  await expect(page.getByText(/^It answered after \d+ ms\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'New secret' }).click();
  await expect(page.getByText(bot.secret)).toHaveCount(0);
  await expect(page.getByText(/^The secret before signs, too, until/)).toBeVisible();

  await page.goto(bot.conversation);
  await write(page, 'Ahoy');
  await expect.poll(() => receiver.messageIds).toHaveLength(1);
  const { headers, text } = must(receiver.received.at(-1), 'a request');
  expect(await verifyWebhook(new Headers(headers as Record<string, string>), text, [bot.secret])).toMatchObject({
    ok: true,
  });

  await page.goto(bot.settings);
  await page.getByRole('link', { name: 'What became of each message' }).click();
  await expect(entry(page, 'Message')).toContainText('Delivered');
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  await expect(page.getByRole('group', { name: 'What it says' })).toContainText('"text": "Ahoy"');
  await expectAccessibleInAllThemes(page);
});

test('an address that isn’t on the internet is refused in words, and nothing is kept of it', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My own bot' }).check();
  await page.getByLabel('Name').fill('Harbor');
  await page.getByRole('button', { name: 'Create Harbor' }).click();
  await page.getByRole('link', { name: 'Its settings and keys' }).click();
  for (const [url, why] of [
    ['http://bot.example.org/', 'https'],
    ['https://169.254.169.254/latest', 'link-local'],
    ['https://[::1]:8443/', 'doesn’t call'],
    ['nowhere', 'address'],
  ] as const) {
    await page.getByLabel('Address').fill(url);
    await page.getByRole('button', { name: 'Send them there' }).click();
    await expect(page.getByLabel('Address')).toHaveAccessibleDescription(new RegExp(why));
  }
  await expect(page.getByRole('button', { name: 'Send them there' })).toBeVisible();
});

test('what isn’t taken is told as late, then as never arrived, and goes again when its author or its keeper says so', async ({
  as,
  server,
}) => {
  await using receiver = await Receiver.open();
  const page = await as('Maya', desk);
  const bot = await botWithEndpoint(page, receiver.url);
  await page.goto(bot.conversation);
  receiver.behave = () => 500;
  await write(page, 'Are you there?');
  const message = articles(page).filter({ hasText: 'Are you there?' });
  for (const tries of [1, 2]) {
    await expect.poll(() => receiver.messageIds.length).toBe(tries);
    await tryNow(server, bot.sandboxId, tries);
  }
  await expect(message).toContainText('Harbor hasn’t got this yet. Next try in');

  await page.goto(`/claw/${bot.sandboxId}/deliveries`);
  await expect(entry(page, 'Answered 500. Next try in')).toContainText('Waiting');
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Tries' }).getByRole('row')).toHaveCount(4);
  await expect(page.getByRole('group', { name: 'What was answered' })).toHaveText('answered with 500');
  await expectAccessible(page);

  await tryNow(server, bot.sandboxId, 3, 9);
  await page.goto(bot.conversation);
  await expect(message).toContainText('Never reached Harbor.');
  await message.getByRole('button', { name: 'Deliver again' }).click();
  await expect(message).not.toContainText('Never reached');
  await expect.poll(() => receiver.messageIds.length).toBe(5);
  await tryNow(server, bot.sandboxId, 1, 9);
  await expect(message).toContainText('Never reached Harbor.');

  receiver.behave = () => 200;
  await page.goto(`/claw/${bot.sandboxId}/deliveries`);
  await page.getByText('Given up, 1').click();
  await page.getByRole('button', { name: 'Deliver all again' }).click();
  await expect(page.getByText('Nothing was given up.')).toBeVisible();
  await page.getByText('All', { exact: true }).click();
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(entry(page, 'Message').first()).toContainText('Delivered', { timeout: 1_000 });
  }).toPass();
  await page.goto(bot.conversation);
  await expect(message).not.toContainText('Never reached');
  expect(new Set(receiver.messageIds).size).toBe(1);
});

test('on a phone each delivery is two lines, and nothing lies beside the page', async ({ as }) => {
  await using receiver = await Receiver.open();
  const page = await as('Maya', phone);
  const bot = await botWithEndpoint(page, receiver.url);
  await expectAccessible(page);
  await page.goto(`/claw/${bot.sandboxId}/deliveries`);
  await page.getByRole('button', { name: 'New conversation', exact: true }).last().tap();
  await expect(page.getByRole('group', { name: 'What it says' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(page);
});
