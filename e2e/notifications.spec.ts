import type { Page } from '@playwright/test';
import type { ConversationPage } from '#lib/contract/chat.ts';
import type { Badges } from '#lib/contract/notifications.ts';
import { must } from '#lib/std/must.ts';
import { ulid } from 'ulid';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { deliver, press, shown, withWorker, workerOf } from './worker.ts';

const elsewhere = '/settings/appearance';

interface Place {
  sandboxId: string;
  conversationId: string;
  title: string;
}

/** The conversation that came with the account, in which the agent has said a first word. */
async function home(page: Page): Promise<Place> {
  const answer = await page.request.get('/api/trpc/conversations.list?input=%7B%7D');
  const { result } = (await answer.json()) as { result: { data: ConversationPage } };
  const { sandboxId, conversationId, title } = must(result.data.conversations[0], 'a first conversation');
  return { sandboxId, conversationId, title: title ?? 'New conversation' };
}

function messageIn({ sandboxId, conversationId }: Place, body = 'You have a new message') {
  const data = { type: 'chat.message', sandboxId, conversationId, messageId: ulid() };
  return { id: ulid(), title: 'Guide · First steps', body, tag: conversationId, badge: 3, data };
}

/** By the server's own count. */
async function unreadOf(page: Page): Promise<unknown[]> {
  const answer = await page.request.get('/api/trpc/badges.list');
  return ((await answer.json()) as { result: { data: Badges } }).result.data.buckets;
}

/** What the app's icon was told to say last, in this tab. */
function noteBadge(): void {
  const noted = { badge: -1 };
  Object.assign(window, { noted });
  Object.assign(navigator, {
    setAppBadge: async (count: number) => void (noted.badge = count),
    clearAppBadge: async () => void (noted.badge = 0),
  });
}
const badgeOf = (page: Page) => page.evaluate(() => (window as unknown as { noted: { badge: number } }).noted.badge);
const iconOf = (page: Page) => page.locator('link[rel="icon"]').getAttribute('href');

test('three tabs say the same number before their titles and on their icons, and none once it is read in one', async ({
  as,
}) => {
  const first = await as('Maya', withWorker);
  await first.context().addInitScript(noteBadge);
  const tabs = [first, await first.context().newPage(), await first.context().newPage()];
  for (const tab of tabs) await tab.goto(elsewhere);
  for (const tab of tabs) {
    await expect(tab).toHaveTitle('(1) Appearance · Claw Chat');
    await expect.poll(() => badgeOf(tab)).toBe(1);
    expect(await iconOf(tab)).toContain('data:image/svg');
  }
  const { conversationId } = await home(first);
  await tabs[1]?.goto(`/claw/chat/${conversationId}`);
  for (const tab of [first, must(tabs[2], 'a third tab')]) {
    await expect(tab).toHaveTitle('Appearance · Claw Chat');
    await expect.poll(() => badgeOf(tab)).toBe(0);
    await expect.poll(() => iconOf(tab)).toBe('/icon.svg');
  }
});

test('what arrives below where Maya reads counts alike in the title and in the row, until she goes there', async ({
  as,
}) => {
  const page = await as('Maya', { viewport: { width: 1000, height: 420 } });
  await page.goto('/claw/chat');
  const log = page.getByRole('log');
  await expect(log.getByRole('article')).not.toHaveCount(0);
  await expect(page).toHaveTitle('Welcome · Claw Chat');
  await page.getByRole('textbox', { name: 'Message' }).fill('what this is');
  await page.keyboard.press('Enter');
  await expect(log.getByRole('article')).toHaveCount(3);
  await expect.poll(() => unreadOf(page), 'all is read so far').toEqual([]);
  await log.hover();
  await page.mouse.wheel(0, -5_000);
  const { conversationId } = await home(page);
  const content = [{ type: 'text', text: 'backing up' }];
  const sent = await page.request.post('/api/trpc/messages.send', {
    headers: { origin: new URL(page.url()).origin, 'x-claw-chat': '1' },
    data: { conversationId, content, clientId: ulid() },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  const row = page.getByRole('navigation', { name: 'Conversations' }).locator('a[data-row]');
  await expect(page).toHaveTitle('(1) Welcome · Claw Chat');
  await expect(row).toContainText('1 new');
  await log.hover();
  await page.mouse.wheel(0, 50_000);
  await expect(page).toHaveTitle('Welcome · Claw Chat');
  await expect(row).not.toContainText('new');
});

test('a push is shown, a newer one takes its place, the same one comes once, and what is no push is ignored', async ({
  as,
}) => {
  const page = await as('Maya', withWorker);
  await page.goto(elsewhere);
  const worker = await workerOf(page);
  const place = await home(page);
  const later = messageIn(place, 'the second');
  for (const push of [messageIn(place, 'the first'), later, later]) await deliver(page, push);
  await expect.poll(() => shown(worker)).toEqual([{ title: later.title, body: 'the second', actions: [] }]);
  for (const junk of ['not JSON', { type: 'from the future' }, { ...later, id: ulid(), badge: -1 }])
    await deliver(page, junk);
  const data = { type: 'test' };
  await deliver(page, { id: ulid(), title: 'Claw Chat', body: 'It works', tag: 'test', badge: 0, data });
  await expect
    .poll(async () => (await shown(worker)).map(({ body }) => body).toSorted())
    .toEqual(['It works', 'the second']);
});

test('what is read in another tab is put away, and what somebody looks at is not shown at all', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await page.goto(elsewhere);
  const worker = await workerOf(page);
  const place = await home(page);
  await deliver(page, messageIn(place));
  await expect.poll(() => shown(worker)).toHaveLength(1);
  const reading = await page.context().newPage();
  await reading.goto(`/claw/chat/${place.conversationId}`);
  await expect.poll(() => shown(worker)).toEqual([]);
  await reading.bringToFront();
  await expect.poll(() => reading.evaluate(() => document.hasFocus())).toBe(true);
  await deliver(reading, messageIn(place));
  const other = { ...place, conversationId: ulid() };
  await deliver(reading, messageIn(other, 'elsewhere'));
  await expect.poll(async () => (await shown(worker)).map(({ body }) => body)).toEqual(['elsewhere']);
});

test('a press brings an open tab to the conversation, and opens one where there is none', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await page.goto(elsewhere);
  const worker = await workerOf(page);
  const place = await home(page);
  const { sandboxId, conversationId } = place;
  await deliver(page, messageIn(place));
  await expect.poll(() => shown(worker)).toHaveLength(1);
  expect(await press(worker)).toEqual([]);
  await expect(page).toHaveURL(`/claw/chat/${conversationId}`);
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
  await page.goto('/health');
  await deliver(page, messageIn(place));
  await expect.poll(() => shown(worker)).toHaveLength(1);
  expect(await press(worker)).toEqual([`/chat/${sandboxId}/${conversationId}?via=push`]);
});

test('a question can be answered where it is shown, and says so when that didn’t work', async ({ as }) => {
  const page = await as('Maya', withWorker);
  await page.goto(elsewhere);
  const worker = await workerOf(page);
  const { sandboxId, conversationId } = await home(page);
  const actions = [{ value: 'deny', token: 'x'.repeat(40) }];
  const data = { type: 'approval', sandboxId, conversationId, messageId: ulid(), groupId: 'q', actions };
  await deliver(page, { id: ulid(), title: 'Harbor asks to run a command', body: '', tag: 'q', badge: 1, data });
  await expect.poll(async () => (await shown(worker))[0]?.actions).toEqual(['Open', 'Deny']);
  await press(worker, 'deny');
  await expect.poll(async () => (await shown(worker))[0]?.body).toBe('Not decided. Open it to decide.');
  await expect(page).toHaveURL(`/claw/chat/${conversationId}`);
});

test('what happened while Maya was away stands in one place and leads there', async ({ as }) => {
  const page = await as('Maya', phone);
  await page.goto('/claw/new');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('button', { name: 'What happened' }).click();
  const dialog = page.getByRole('dialog', { name: 'What happened' });
  await expect(dialog.getByRole('region', { name: 'New' }).getByRole('link')).toHaveCount(1);
  await expectAccessibleInAllThemes(page);
  await dialog.getByRole('link').click();
  const { conversationId } = await home(page);
  await expect(page).toHaveURL(`/claw/chat/${conversationId}`);
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
});

test('whoever has written is asked once whether this browser may tell, and never again', async ({ as }) => {
  const page = await as('Maya', { serviceWorkers: 'allow' });
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'default' }));
  await page.goto('/claw/chat');
  const question = page.getByText('Be told here when an agent answers or needs you.');
  const write = async (words: string) => {
    await page.getByRole('textbox', { name: 'Message' }).fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText(words, { exact: true })).toBeVisible();
  };
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await expect(question).toHaveCount(0);
  await write('Hello there');
  await expect(question).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(question).toHaveCount(0);
  await page.reload();
  await write('And again');
  await expect(page.getByRole('log').getByText('no language model')).not.toHaveCount(0);
  await expect(question).toHaveCount(0);
});
