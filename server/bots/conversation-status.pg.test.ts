import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { createKey } from './keys.ts';

const clock = movableClock();
let house: TestApp;
let maya: Omit<Person, 'password'>;
let jonas: Omit<Person, 'password'>;
let key: string;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
  key = (await createKey(house.app, maya.sandboxId, 'mine')).key;
});
afterAll(() => house.close());

const used = { contextTokens: 48_210, contextWindow: 200_000, model: 'qwen3-coder-30b', provider: 'ollama' };

function report(conversationId: string, status: object) {
  const path = `/bot/v1/sandboxes/${maya.sandboxId}/conversations/${conversationId}/conversation-status`;
  return ask('POST', house.url + path, { headers: { authorization: `Bearer ${key}` }, body: status });
}

async function read(conversationId: string, { headers } = maya) {
  const path = `/v1/conversations/${conversationId}/conversation-status`;
  return ask('GET', house.url + path, { headers });
}

async function begin(): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  return conversationId;
}

const now = () => clock.now().getTime();

test('what an agent says of a conversation is there for the people in it, by both doors, and for nobody else', async () => {
  const conversationId = await begin();
  expect((await read(conversationId)).body).toEqual({ status: null });
  const at = now();
  expect(await report(conversationId, { ...used, at })).toMatchObject({ status: 200, body: { ok: true } });
  expect((await read(conversationId)).body).toEqual({ status: { ...used, at } });
  const input = encodeURIComponent(JSON.stringify({ conversationId }));
  const procedure = `${house.url}/api/trpc/bots.conversationStatus?input=${input}`;
  expect((await ask('GET', procedure, maya)).body.result.data).toEqual({ status: { ...used, at } });
  expect(await read(conversationId, jonas)).toMatchObject({ status: 404, code: 'not_found' });
});

test('the newest by the agent’s own clock counts, and none lies in the future', async () => {
  const conversationId = await begin();
  const at = now();
  await report(conversationId, { ...used, at });
  await report(conversationId, { ...used, contextTokens: 1, at: at - 1 });
  expect((await read(conversationId)).body.status).toMatchObject({ contextTokens: 48_210 });
  await report(conversationId, { ...used, contextTokens: 2, at: at + 3_600_000 });
  const clamped = (await read(conversationId)).body.status;
  expect(clamped.contextTokens).toBe(2);
  expect(clamped.at).toBeLessThanOrEqual(now());
  clock.pass(1_000);
  await report(conversationId, { contextTokens: 3, contextWindow: 10, at: now() });
  expect((await read(conversationId)).body.status).toMatchObject({ contextTokens: 3, model: null, provider: null });
});

test('who looks at the conversation is told of what is newer, and of nothing else', async () => {
  const conversationId = await begin();
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers: maya.headers, body: {} });
  const socket = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
  const context = conversationContext(maya.sandboxId, conversationId);
  socket.subscribe(context);
  await socket.next('context.subscribed');
  const at = now();
  await report(conversationId, { ...used, at });
  await report(conversationId, { ...used, contextTokens: 1, at: at - 1 });
  await report(conversationId, { ...used, contextTokens: 50_000, at });
  await socket.until(() => socket.events(context).length >= 2);
  expect(socket.events(context).map(({ event, payload }) => [event, payload])).toEqual([
    ['conversation.status', { conversationId, ...used, at }],
    ['conversation.status', { conversationId, ...used, contextTokens: 50_000, at }],
  ]);
  await socket.close();
});

test('what makes no sense is refused, and so is a conversation that isn’t the agent’s', async () => {
  const conversationId = await begin();
  const bad = [
    { contextTokens: -1 },
    { contextTokens: 1.5 },
    { contextTokens: 1e12 },
    { contextWindow: 0 },
    { model: '' },
    { model: 'x'.repeat(201) },
    { provider: 7 },
    { at: -1 },
  ];
  for (const over of bad) {
    expect([over, (await report(conversationId, { ...used, at: now(), ...over })).status]).toEqual([over, 400]);
  }
  for (const foreign of [jonas.conversationId, ulid(), 'nothing']) {
    expect(await report(foreign, { ...used, at: now() })).toMatchObject({ status: 404, code: 'not_found' });
  }
  expect((await read(conversationId)).body).toEqual({ status: null });
});

test('an agent reads who is in a conversation and one message, of its own sandbox only', async () => {
  const headers = { authorization: `Bearer ${key}` };
  const own = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}`;
  const { body } = await ask('GET', `${own}/conversations/${maya.conversationId}/members`, { headers });
  expect(body.members.map((member: { displayName: string }) => member.displayName).toSorted()).toContain('Maya');
  expect(body.members).toHaveLength(2);
  const sent = { conversationId: maya.conversationId, content: [{ type: 'text', text: 'mine' }] };
  const { messageId } = (await ask('POST', `${own}/messages`, { headers, body: sent })).body;
  const one = await ask('GET', `${own}/messages/${messageId}?conversationId=${maya.conversationId}`, { headers });
  expect(one.body).toMatchObject({ id: messageId, content: [{ type: 'text', text: 'mine' }] });
  const foreign = `${own}/conversations/${jonas.conversationId}/members`;
  expect(await ask('GET', foreign, { headers })).toMatchObject({ status: 404, code: 'not_found' });
});

test('an agent that says it all the time is asked to wait', async () => {
  const conversationId = await begin();
  const answers = [];
  for (let n = 0; n < 21; n++) answers.push(await report(conversationId, { ...used, at: now() }));
  expect(answers.at(-1)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(answers.at(-1)?.headers.get('retry-after')).not.toBe(null);
});
