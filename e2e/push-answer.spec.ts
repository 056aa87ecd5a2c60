import type { Page } from '@playwright/test';
import { ulid } from 'ulid';
import { BotApi } from '#lib/bot-sdk/api.ts';
import type { Push } from '#lib/contract/notifications.ts';
import { must } from '#lib/std/must.ts';
import type { BrowserSubscription } from '#server/testing/browser-subscription.ts';
import { PushService } from '#server/testing/push-service.ts';
import { actionsBlock } from '#server/testing/question.ts';
import { expect, test } from './fixtures.ts';
import type { TestServer } from './server.ts';
import { agentKeyOf } from './together.ts';
import { deliver, press, shown, withWorker, workerOf } from './worker.ts';

let service: PushService;
test.beforeEach(async () => {
  service = await PushService.open({ isSecure: false });
});
test.afterEach(() => service[Symbol.asyncDispose]());

const command = 'make deploy';
const toDeny = ['Open', 'Deny'];
const ours = (page: Page) => ({ origin: new URL(page.url()).origin, 'x-claw-chat': '1' });

async function call<T>(page: Page, procedure: string, data: object): Promise<T> {
  const answer = await page.request.post(`/api/trpc/${procedure}`, { headers: ours(page), data });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: T } }).result.data;
}

/** This browser is told from now on; what it is told arrives at our own push service, which opens it as the browser would. */
async function turnOn(page: Page): Promise<BrowserSubscription> {
  const answer = await page.request.get('/api/trpc/notifications.publicKey');
  const { result } = (await answer.json()) as { result: { data: { publicKey: string } } };
  const browser = service.subscribe(result.data.publicKey);
  await call(page, 'notifications.addTarget', { kind: 'web', subscription: browser.toJSON(), name: 'Phone' });
  return browser;
}

async function told(count: number, browser: BrowserSubscription): Promise<Push> {
  return must((await service.first(count, browser)).at(-1), 'what was told').push;
}

/** The agent of Maya's first conversation wants something. */
async function asker(page: Page, server: TestServer) {
  await page.goto('/claw/chat');
  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  const conversationId = must(new URL(page.url()).pathname.split('/').at(-1), 'a conversation');
  const agent = new BotApi({ url: server.url, ...(await agentKeyOf(server, conversationId)) });
  const ask = (groupId: string) =>
    agent.send({ conversationId, text: '', blocks: [actionsBlock({ groupId, expiresAt: Date.now() + 600_000 })] });
  return { conversationId, ask };
}

test('a question is answered from the notification, and is decided on her other device', async ({ as, server }) => {
  const [phone, desk] = [await as('Maya', withWorker), await as('Maya')];
  const { conversationId, ask } = await asker(desk, server);
  await desk.goto('/settings/appearance');
  await phone.goto('/settings/notifications');
  const worker = await workerOf(phone);
  const browser = await turnOn(phone);

  await ask('first');
  const asked = await told(1, browser);
  expect(asked.data).toMatchObject({ type: 'approval', conversationId, groupId: 'first' });
  expect(JSON.stringify(asked)).not.toContain(command);
  await desk.goto(`/claw/chat/${conversationId}`);
  await expect(desk.getByRole('button', { name: 'Deny' })).toBeVisible();
  await deliver(phone, asked);
  await deliver(phone, { ...asked, id: ulid(), tag: 'beside' });
  await expect.poll(async () => (await shown(worker)).map(({ actions }) => actions)).toEqual([toDeny, toDeny]);
  expect(await press(worker, 'deny')).toEqual([]);
  await expect(desk.getByRole('log').getByText('You denied this').first()).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Deny' })).toHaveCount(0);
  await expect.poll(() => shown(worker), 'what else asks the same is put away').toEqual([]);

  await deliver(phone, { ...asked, id: ulid() });
  await expect.poll(async () => (await shown(worker))[0]?.actions).toEqual(toDeny);
  await press(worker, 'deny');
  await expect.poll(async () => (await shown(worker))[0]?.body).toMatch(/decided|Open it/);
  expect(service.objections).toEqual([]);
});

test('who wants to be shown everything sees the whole command, and may allow it once from there', async ({
  as,
  server,
}) => {
  const [phone, desk] = [await as('Maya', withWorker), await as('Maya')];
  const { conversationId, ask } = await asker(desk, server);
  await desk.goto('/settings/appearance');
  await phone.goto('/settings/notifications');
  const worker = await workerOf(phone);
  const browser = await turnOn(phone);
  const all = { messages: true, approvals: true, lifecycle: true, quiet: null, timeZone: 'UTC' };
  await call(phone, 'notifications.setPreferences', { ...all, preview: 'full' });

  await ask('second');
  const asked = await told(1, browser);
  expect(asked.body).toContain(command);
  await deliver(phone, asked);
  await expect.poll(async () => (await shown(worker))[0]?.actions).toEqual(['Allow once', 'Deny']);
  await press(worker, 'allow-once');
  await desk.goto(`/claw/chat/${conversationId}`);
  await expect(desk.getByRole('log').getByText('You allowed this once').first()).toBeVisible();
});
