import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { connectBot, type BotConnection } from '#lib/bot-sdk/connect.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const keys = (page: Page) => page.getByRole('table', { name: 'Keys' });
const row = (page: Page, name: string) => keys(page).getByRole('row').filter({ hasText: name });
const waiting = (page: Page) => page.getByText('Waiting for your bot…');
const connected = (page: Page) => page.getByRole('main').getByText('Connected', { exact: true });
const state = (page: Page) => page.getByRole('main').getByRole('definition').first();

/** A bot of Maya's, made on the page, and what the page tells of it. */
async function makeBot(page: Page, name = 'Harbor') {
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My own bot' }).check();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: `Create ${name}` }).click();
  await expect(page.getByRole('heading', { name: `Connect ${name}` })).toBeVisible();
  const key = await page
    .getByRole('region', { name: `The key for ${name}` })
    .locator('code')
    .innerText();
  const settings = await page.getByRole('link', { name: 'Its settings and keys' }).getAttribute('href');
  return { key, settings: settings ?? '', sandboxId: settings?.split('/')[2] ?? '' };
}

function connect(url: string, bot: { key: string; sandboxId: string }): BotConnection {
  return connectBot({
    url,
    ...bot,
    onDelivery: async (delivery, { reply }) => {
      if (delivery.type === 'message.created') await reply(`Heard: ${delivery.text}`);
    },
  });
}

/** What its copy button would take along. */
const codeOf = (page: Page, name: string) => page.getByRole('group', { name, exact: true }).innerText();

test('the commands that are shown are a bot, as they stand', async ({ as }) => {
  const page = await as('Maya', desk);
  await makeBot(page);
  await expect(waiting(page)).toBeVisible();
  const folder = await mkdtemp(join(tmpdir(), 'own-bot-'));
  await promisify(execFile)('sh', ['-c', await codeOf(page, 'shell')], { cwd: folder });
  await writeFile(join(folder, 'bot.mjs'), await codeOf(page, 'bot.mjs'));
  const run = await codeOf(page, 'shell, in the folder of bot.mjs');
  const bot = spawn('sh', ['-c', `exec env ${run.replaceAll('\\\n', '')}`], { cwd: folder, stdio: 'inherit' });
  try {
    await expect(connected(page)).toBeVisible();
    await page.getByRole('link', { name: 'Open its conversation' }).click();
    await expect(articles(page).filter({ hasText: 'Hello from the shell.' })).toHaveCount(1);
    await page.getByRole('textbox', { name: 'Message' }).fill('Are you mine?');
    await page.keyboard.press('Enter');
    await expect(articles(page).filter({ hasText: 'You said: Are you mine?' })).toHaveCount(1);
    await expect(articles(page)).toHaveCount(3);
  } finally {
    await stop(bot);
  }
});

async function stop(bot: ChildProcess): Promise<void> {
  if (bot.exitCode !== null) return;
  const gone = new Promise((resolve) => bot.once('exit', resolve));
  bot.kill();
  await gone;
}

test('a bot of her own answers Maya, works on with a second key and is out once its key is revoked', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  const bot = await makeBot(page);
  await expect(waiting(page)).toBeVisible();
  const first = connect(server.url, bot);
  await expect(connected(page)).toBeVisible();
  await expect(page.getByText(bot.key).first()).toBeVisible();
  await page.getByRole('link', { name: 'Open its conversation' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Ahoy');
  await page.keyboard.press('Enter');
  await expect(articles(page).filter({ hasText: 'Heard: Ahoy' })).toHaveCount(1);

  await page.goto(bot.settings);
  await expect(page.getByText(bot.key)).toHaveCount(0);
  await expect(row(page, 'First key')).toContainText('Now');
  await page
    .locator('section')
    .filter({ has: keys(page) })
    .getByLabel('Name')
    .fill('Second key');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.getByRole('region', { name: 'The key for Second key' }).locator('code').innerText();
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(keys(page).getByRole('row')).toHaveCount(3);
  await expect(state(page)).toHaveText('Online');
  const opens = async (secret: string) => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(`${server.url}/bot/v1/sandboxes/${bot.sandboxId}/conversations`, { headers })).status;
  };
  expect([await opens(bot.key), await opens(key)]).toEqual([200, 200]);

  await page.getByRole('button', { name: 'Revoke First key' }).click();
  await page.getByRole('button', { name: 'Revoke First key' }).click();
  await expect(keys(page).getByRole('row')).toHaveCount(2);
  expect(await first.ended).toBe('refused');
  expect([await opens(bot.key), await opens(key)]).toEqual([401, 200]);
  await expect(state(page)).not.toHaveText('Online');
  const second = connect(server.url, { ...bot, key });
  await expect(state(page)).toHaveText('Online');
  await second.close();
});

test('Jonas finds nothing of Maya’s bot, and its address looks to him like any unknown one', async ({ as }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const { settings, sandboxId } = await makeBot(maya);
  const looks: string[] = [];
  for (const path of [settings, '/claw/nobody/settings']) {
    await jonas.goto(path);
    await expect(jonas.getByRole('heading', { name: 'No such page' })).toBeVisible();
    looks.push(await jonas.locator('body').innerText());
  }
  expect(looks[0]).toBe(looks[1]);
  const list = await jonas.request.get('/v1/sandboxes');
  expect(await list.text()).not.toContain(sandboxId);
  expect((await jonas.request.get(`/v1/sandboxes/${sandboxId}/keys`)).status()).toBe(404);
});

test('an agent’s settings are reached from its conversation and from its row; a new name is there at once', async ({
  as,
}) => {
  const page = await as('Maya', desk);
  const { settings } = await makeBot(page);
  await page.getByRole('link', { name: 'Open its conversation' }).click();
  const list = page.getByRole('navigation', { name: 'Conversations' });
  const beside = await page.context().newPage();
  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  await beside.goto(page.url());
  await expect(beside.getByText('Connected', { exact: true })).toBeVisible();
  await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Manage this agent' }).click();
  await expect(page).toHaveURL(new RegExp(`${settings}$`));
  await page.goBack();
  await list.locator('a[data-row][aria-current]').hover();
  await list.getByRole('button', { name: 'What to do with “Untitled”' }).click();
  await page.getByRole('menuitem', { name: 'Agent settings' }).click();
  await expect(page).toHaveURL(new RegExp(`${settings}$`));
  await page.locator('form').filter({ hasText: 'It keeps its flag.' }).getByLabel('Name').fill('Pilot');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Pilot, settings' })).toBeVisible();
  await list.locator('a[data-row]').first().click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveAttribute('placeholder', 'Write to Pilot');
  await expect(beside.getByRole('textbox', { name: 'Message' })).toHaveAttribute('placeholder', 'Write to Pilot');
});

test('an agent goes with its conversations once its id is typed', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const bot = await makeBot(page);
  const connection = connect(server.url, bot);
  await expect(connected(page)).toBeVisible();
  await page.goto(bot.settings);
  await page.getByRole('button', { name: 'Destroy it…' }).click();
  const field = page.getByLabel(`Type ${bot.sandboxId}`);
  await field.fill('something else');
  await page.getByRole('button', { name: 'Destroy Harbor' }).click();
  await expect(page.getByText('That is not its id.')).toBeVisible();
  await field.fill(bot.sandboxId);
  await page.getByRole('button', { name: 'Destroy Harbor' }).click();
  await expect(page).toHaveURL(/\/claw\/chat/);
  expect(await connection.ended).toBe('refused');
  await expect(page.getByRole('navigation', { name: 'Conversations' }).locator('a[data-row]')).toHaveCount(1);
  await page.goto(bot.settings);
  await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
});

test('a stopped agent says so where one writes to it, keeps what is written, and reads it once it is started', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  const bot = await makeBot(page);
  const connection = connect(server.url, bot);
  await expect(connected(page)).toBeVisible();
  await page.goto(bot.settings);
  await expect(page.getByRole('button', { name: 'Restart Harbor' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop Harbor' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Harbor is stopped.' })).toBeVisible();
  await expect(state(page)).toHaveText('Stopped');
  await expectAccessible(page);

  const other = await page.context().newPage();
  await other.goto('/claw/chat');
  await other.getByRole('navigation', { name: 'Conversations' }).locator('a[data-row]').first().click();
  const waits = other.getByText('Harbor is stopped. It will read this once it is started.');
  await expect(waits).toBeVisible();
  await other.getByRole('textbox', { name: 'Message' }).fill('For later');
  await other.keyboard.press('Enter');
  await expect(articles(other).filter({ hasText: 'For later' })).toHaveCount(1);
  await expect(articles(other).filter({ hasText: 'Heard: For later' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Start Harbor' }).click();
  await expect(waits).toHaveCount(0);
  await expect(articles(other).filter({ hasText: 'Heard: For later' })).toHaveCount(1);
  await expect(state(page)).toHaveText('Online');
  await connection.close();
});

test('the agent that comes with the box is restarted from its settings, and answers again', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Manage this agent' }).click();
  await page.getByRole('button', { name: 'Restart Guide' }).click();
  await expect(page.getByRole('button', { name: 'Restart Guide' })).not.toHaveAttribute('aria-busy');
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
  await page.goBack();
  await page.getByRole('textbox', { name: 'Message' }).fill('Are you back?');
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(3);
  await expect(page.getByText('Guide is online').filter({ visible: true }).first()).toBeVisible();
});

test('how much of its model’s memory a conversation takes stands in the details, and grows as the agent says', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  const { sandboxId, key } = await makeBot(page);
  await page.getByRole('link', { name: 'Open its conversation' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('Created')).toBeVisible();
  await expect(details.getByText('Context', { exact: true })).toHaveCount(0);
  const api = new BotApi({ url: server.url, sandboxId, key });
  const conversationId = page.url().split('/').at(-1) ?? '';
  const use = (contextTokens: number) => ({ conversationId, contextTokens, contextWindow: 200_000, at: Date.now() });
  await api.setConversationStatus({ ...use(48_210), model: 'qwen3-coder-30b' });
  await expect(details.getByText('qwen3-coder-30b')).toBeVisible();
  await expect(details.getByText('48,210 of 200,000')).toBeVisible();
  await expect(details.getByRole('img', { name: '24 % of the context window used' })).toBeVisible();
  await page.reload();
  await expect(details.getByText('48,210 of 200,000')).toBeVisible();
  await api.setConversationStatus(use(100_000));
  await expect(details.getByRole('img', { name: '50 % of the context window used' })).toBeVisible();
  await expectAccessible(page);
});

test('adding a bot and its settings can be used by all, in four themes and on a phone', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My own bot' }).check();
  await expectAccessibleInAllThemes(page);
  const { settings } = await makeBot(page);
  await expectAccessibleInAllThemes(page);
  await onPhone(page, waiting(page));
  await page.goto(settings);
  await expect(keys(page)).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.getByRole('button', { name: 'Destroy it…' }).click();
  await expectAccessible(page);
  await onPhone(page, keys(page));
});

async function onPhone(page: Page, there: Locator): Promise<void> {
  await page.setViewportSize(phone.viewport);
  await expect(there).toBeVisible();
  // The page cuts what is too wide, so that its own width says nothing.
  const parts = page.locator('#log').locator('h2, p, form, table, button, [data-code]');
  const ends = await parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect().right));
  expect(Math.max(...ends)).toBeLessThanOrEqual(360);
  await expectAccessible(page);
  await page.setViewportSize(desk.viewport);
}
