import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { tooSmall } from './look/targets.ts';
import { agentKeyOf, openTogether, organize } from './together.ts';
import type { TestServer } from './server.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const rows = (page: Page) => list(page).locator('a[data-row]');
const row = (page: Page, title: string) => rows(page).filter({ hasText: title });
const group = (page: Page, name: string) => list(page).getByRole('region', { name });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const title = (page: Page) => page.getByRole('heading', { level: 1 });

async function openChat(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
}

/** As another program of the same person would. */
async function ask(page: Page, server: TestServer, procedure: string, data: object): Promise<void> {
  const response = await page.request.post(`/api/trpc/${procedure}`, {
    headers: { origin: server.url, 'x-claw-chat': '1' },
    data,
  });
  expect(response.status(), await response.text()).toBe(200);
}

const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

/** The menu of a row, by its button. */
async function choose(page: Page, of: Locator, thing: string): Promise<void> {
  await of.hover();
  await of.locator('..').getByRole('button').click();
  await page.getByRole('menuitem', { name: thing, exact: true }).click();
}

test('Maya renames in the row, and her other device has the new title at once, in the list and in the bar', async ({
  as,
}) => {
  const [desktop, laptop] = [await as('Maya', desk), await as('Maya', desk)];
  await openChat(desktop);
  await openChat(laptop);
  await choose(desktop, rows(desktop).first(), 'Rename');
  const name = desktop.getByRole('textbox', { name: 'New title' });
  await expect(name).toBeFocused();
  await name.fill('Rollout of 2.14');
  await name.press('Enter');
  await expect(row(desktop, 'Rollout of 2.14')).toBeFocused();
  for (const page of [desktop, laptop]) {
    await expect(row(page, 'Rollout of 2.14')).toBeVisible();
    await expect(title(page)).toHaveText('Rollout of 2.14');
  }

  await laptop.getByRole('button', { name: /^Rename “/ }).click();
  await laptop.getByRole('textbox', { name: 'New title' }).fill('Never mind');
  await laptop.keyboard.press('Escape');
  await expect(title(laptop)).toHaveText('Rollout of 2.14');
  await laptop.getByRole('button', { name: /^Rename “/ }).click();
  await laptop.getByRole('textbox', { name: 'New title' }).fill('Rollback of 2.14');
  await field(laptop).click();
  await expect(title(desktop)).toHaveText('Rollback of 2.14');
});

test('a title that the server refuses goes back to what it was, and the row says why', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  const before = await title(page).innerText();
  await page.route('**/api/trpc/conversations.rename', (route) =>
    route.fulfill({
      status: 429,
      json: { error: { message: 'Too many at once.', data: { code: 'rate_limited', requestId: null, issues: null } } },
    }),
  );
  await choose(page, rows(page).first(), 'Rename');
  await page.getByRole('textbox', { name: 'New title' }).fill('Something else');
  await page.keyboard.press('Enter');
  await expect(list(page).getByText('Nothing was changed. Too many at once.')).toBeVisible();
  await expect(title(page)).toHaveText(before);
});

test('pinned stands above today and muted keeps quiet, on both of Maya’s devices, until she takes it back', async ({
  as,
}) => {
  const [desktop, laptop] = [await as('Maya', desk), await as('Maya', desk)];
  await openChat(desktop);
  await openChat(laptop);
  await choose(desktop, rows(desktop).first(), 'Pin');
  for (const page of [desktop, laptop]) {
    await expect(group(page, 'Pinned').locator('a')).toHaveCount(1);
    await expect(group(page, 'Today')).toHaveCount(0);
  }
  await choose(laptop, rows(laptop).first(), 'Mute');
  for (const page of [desktop, laptop]) await expect(rows(page).first()).toContainText('muted');
  await choose(desktop, rows(desktop).first(), 'Unpin');
  await choose(desktop, rows(desktop).first(), 'Unmute');
  for (const page of [desktop, laptop]) {
    await expect(group(page, 'Today').locator('a')).toHaveCount(1);
    await expect(rows(page).first()).not.toContainText('muted');
  }
});

test('archiving can be undone at once, and from the archive', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await choose(page, rows(page).first(), 'Archive');
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(1);

  await choose(page, rows(page).first(), 'Archive');
  await expect(rows(page)).toHaveCount(0);
  await page.reload();
  await expect(rows(page)).toHaveCount(0);
  await list(page).getByRole('button', { name: 'Archived' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expectAccessibleInAllThemes(page);
  await choose(page, rows(page).first(), 'Bring back');
  await expect(rows(page)).toHaveCount(0);
  await expect(list(page).getByText('What you archive is kept here.')).toBeVisible();
  await list(page).getByRole('button', { name: 'All conversations' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('whoever leaves is asked in the row, goes nowhere by himself, and the conversation is unknown to him', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const conversationId = await openTogether(server, [maya, jonas]);
  const left = jonas.locator(`a[data-row="${conversationId}"]`);
  await choose(jonas, left, 'Leave');
  const question = list(jonas).getByRole('group', { name: /Leave it for good/ });
  await expect(question.getByRole('button', { name: 'No' })).toBeFocused();
  await expectAccessibleInAllThemes(jonas);
  await jonas.keyboard.press('Escape');
  await expect(left).toBeFocused();

  await choose(jonas, left, 'Leave');
  await question.getByRole('button', { name: 'Yes' }).click();
  await expect(left).toHaveCount(0);
  await expect(jonas).toHaveURL(/\/claw\/chat\?suppressAutoOpen=1$/);
  await jonas.goto(`/claw/chat/${conversationId}`);
  await expect(jonas.getByRole('heading', { name: 'No such conversation' })).toBeVisible();
  await expect(maya.locator(`a[data-row="${conversationId}"]`)).toBeVisible();
});

test('only who began a conversation can delete it, and it goes from everybody’s list', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const conversationId = await openTogether(server, [maya, jonas]);
  await organize(server, conversationId, [maya, jonas]);
  await expect(jonas.getByText('Connected', { exact: true })).toBeVisible();
  const [hers, his] = [maya, jonas].map((page) => page.locator(`a[data-row="${conversationId}"]`)) as [
    Locator,
    Locator,
  ];
  await his.hover();
  await his.locator('..').getByRole('button').click();
  await expect(jonas.getByRole('menuitem', { name: 'Leave' })).toBeVisible();
  await expect(jonas.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0);
  await jonas.keyboard.press('Escape');
  await expect(his).toBeFocused();

  await choose(maya, hers, 'Delete');
  await list(maya)
    .getByRole('group', { name: /Delete it for everybody/ })
    .getByRole('button', { name: 'Yes' })
    .click();
  await expect(hers).toHaveCount(0);
  await expect(his).toHaveCount(0);
});

test('three tabs show the same count, and reading in one takes it from all', async ({ as, server }) => {
  const first = await as('Maya', desk);
  const isRead = first.waitForResponse(/conversations\.markRead/);
  await openChat(first);
  await isRead;
  const read = idIn(first);
  await list(first).getByRole('button', { name: 'New conversation' }).click();
  await expect(articles(first)).toHaveCount(0);
  const tabs = [first, await first.context().newPage(), await first.context().newPage()];
  for (const tab of tabs.slice(1)) {
    await tab.goto(new URL(first.url()).pathname);
    await expect(tab.getByText('Connected', { exact: true })).toBeVisible();
  }
  const content = [{ type: 'text', text: 'Where do you keep what I write?' }];
  await ask(first, server, 'messages.send', { conversationId: read, content, clientId: ulid() });
  for (const tab of tabs) await expect(tab.locator(`a[data-row="${read}"]`)).toContainText('1 new');
  await first.bringToFront();
  await first.locator(`a[data-row="${read}"]`).click();
  for (const tab of tabs) await expect(tab.locator(`a[data-row="${read}"]`)).not.toContainText('new');
});

test('what Maya begins on her phone stands on her desk, and neither takes away what the other types', async ({
  as,
}) => {
  const [desktop, mobile] = [await as('Maya', desk), await as('Maya', phone)];
  await openChat(desktop);
  await mobile.goto('/claw/chat');
  await expect(articles(mobile)).toHaveCount(1);
  await field(mobile).fill('Take 2.14 to');
  await field(mobile).blur();
  await expect(field(desktop)).toHaveValue('Take 2.14 to');

  await field(desktop).press('End');
  await desktop.keyboard.type(' staging');
  await expect(field(mobile)).toHaveValue('Take 2.14 to staging');
  await field(mobile).fill('Something else');
  await expect(field(desktop)).toHaveValue('Take 2.14 to staging');
  await field(desktop).blur();
  await expect(field(desktop)).toHaveValue('Something else');

  await field(mobile).press('Enter');
  await expect(articles(desktop)).toHaveCount(3);
  await expect(field(desktop)).toHaveValue('');
});

test('a draft left elsewhere stands in the row, and is there when the conversation opens', async ({ as }) => {
  const [desktop, laptop] = [await as('Maya', desk), await as('Maya', desk)];
  await openChat(desktop);
  await openChat(laptop);
  const welcome = idIn(laptop);
  await list(laptop).getByRole('button', { name: 'New conversation' }).click();
  await expect(articles(laptop)).toHaveCount(0);
  await field(desktop).fill('Half a thought');
  await field(desktop).blur();
  const left = laptop.locator(`a[data-row="${welcome}"]`);
  await expect(left).toContainText('Draft: Half a thought');
  await left.click();
  await expect(field(laptop)).toHaveValue('Half a thought');
});

test('by key: the arrows go over all rows, the Tab key to the menu of the one they reached', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await list(page).getByRole('button', { name: 'New conversation' }).click();
  await expect(rows(page)).toHaveCount(2);
  await choose(page, rows(page).nth(1), 'Pin');
  await expect(group(page, 'Pinned').locator('a')).toHaveCount(1);
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect(rows(page).first().locator('..').getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
  await expectAccessibleInAllThemes(page);
  await page.keyboard.press('Escape');
  await expect(rows(page).first()).toBeFocused();
});

test('on a phone a long press opens the menu of a row, which has room for a finger', async ({ as }) => {
  const page = await as('Maya', { ...phone, reducedMotion: 'reduce' });
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Conversations' }).tap();
  const box = await rows(page).first().boundingBox();
  const finger = await page.context().newCDPSession(page);
  const point = { x: (box?.x ?? 0) + 100, y: (box?.y ?? 0) + 20 };
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(page.getByRole('dialog', { name: 'Conversations' })).toBeVisible();
  expect(await tooSmall(page, 44)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Pin', exact: true }).tap();
  await expect(group(page, 'Pinned').locator('a')).toHaveCount(1);
});

test('what an agent asks of Maya stands at the top with the time left, and goes back once it is decided', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  await openChat(page);
  const asked = idIn(page);
  await list(page).getByRole('button', { name: 'New conversation' }).click();
  await expect(articles(page)).toHaveCount(0);
  const { sandboxId, key } = await agentKeyOf(server, asked);
  const answer = await page.request.post(`/bot/v1/sandboxes/${sandboxId}/messages`, {
    headers: { authorization: `Bearer ${key}`, 'x-kilo-sandbox-id': sandboxId },
    data: { conversationId: asked, content: [question(Date.now() + 8 * 60_000)] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const waiting = group(page, 'Waiting for you').locator('a');
  await expect(waiting).toHaveCount(1);
  await expect(waiting).toContainText(/Guide asks to run a command[78]:\d\d left.*1 needs your decision/);
  // What it would run is read in its card, where there is room for all of it.
  await expect(waiting).not.toContainText('make deploy');
  await expectAccessibleInAllThemes(page);
  await waiting.click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(group(page, 'Waiting for you')).toHaveCount(0);
});

function question(expiresAt: number) {
  return {
    type: 'actions',
    groupId: 'run',
    expiresAt,
    request: { kind: 'exec', title: 'Run a command', command: 'make deploy' },
    actions: [
      { label: 'Allow once', style: 'primary', value: 'allow-once' },
      { label: 'Deny', style: 'danger', value: 'deny' },
    ],
  };
}

test('a long list goes on as one scrolls, and a page that didn’t load is asked for again by hand', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  await openChat(page);
  const { sandboxId } = await agentKeyOf(server, idIn(page));
  for (let made = 0; made < 54; made += 1) await ask(page, server, 'conversations.create', { sandboxId });
  await page.goto('/settings/profile');
  await page.goto('/claw/chat');
  await expect(rows(page)).toHaveCount(50);
  let isBroken = true;
  await page.route('**/api/trpc/conversations.list**', (route) => (isBroken ? route.abort() : route.continue()));
  await rows(page).last().scrollIntoViewIfNeeded();
  const again = list(page).getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
  isBroken = false;
  await again.click();
  await expect(rows(page)).toHaveCount(55);
  await expect(list(page).getByRole('button', { name: 'Archived' })).toBeVisible();
});
