import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { createKey } from '../keys.ts';

let house: TestApp;
let maya: Person;
let jonas: Person;
let key: string;

beforeAll(async () => {
  house = await startTestApp();
  maya = await person(house.app, 'Maya');
  jonas = await person(house.app, 'Jonas');
  key = (await createKey(house.app, maya.sandboxId, 'mine')).key;
});
afterAll(() => house.close());

test('without a good key nothing opens: missing, malformed, altered and unknown ones are all 401', async () => {
  const wrong = [
    undefined,
    '',
    'x',
    'ccb_',
    key.slice(0, -1),
    `${key}A`,
    key.replace('ccb_', 'cck_'),
    key.toUpperCase(),
  ];
  for (const candidate of wrong) {
    for (const path of ['/conversations', '/events']) {
      const { status, code } = await ask('GET', path, { key: candidate });
      expect([candidate, path, status, code]).toEqual([candidate, path, 401, 'not_signed_in']);
    }
  }
});

test("another sandbox's address is as unknown to a key as one that doesn't exist", async () => {
  for (const sandboxId of [jonas.sandboxId, 'nobody', '%00']) {
    expect(await ask('GET', '/conversations', { sandboxId })).toMatchObject({ status: 404, code: 'not_found' });
    expect(await ask('GET', '/events', { sandboxId })).toMatchObject({ status: 404, code: 'not_found' });
  }
});

test('a bot sees and writes in the conversations of its sandbox only', async () => {
  const { body } = await ask('GET', '/conversations');
  expect(body.conversations.map((item: { conversationId: string }) => item.conversationId)).toEqual([
    maya.conversationId,
  ]);
  for (const conversationId of [jonas.conversationId, ulid(), 'nothing', '%00']) {
    expect(await ask('GET', `/conversations/${conversationId}/messages`)).toMatchObject({ status: 404 });
  }
  const before = await countMessages();
  expect(await ask('POST', '/messages', { body: message({ conversationId: jonas.conversationId }) })).toMatchObject({
    status: 404,
    code: 'not_found',
  });
  expect(await countMessages()).toBe(before);
});

test('the same clientId again is the same message, answered 200 instead of 201; with another text it is a conflict', async () => {
  const body = message({ clientId: ulid() });
  const first = await ask('POST', '/messages', { body });
  const second = await ask('POST', '/messages', { body });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body.messageId).toBe(first.body.messageId);
  const other = { ...body, content: [{ type: 'text', text: 'something else' }] };
  expect(await ask('POST', '/messages', { body: other })).toMatchObject({ status: 409, code: 'client_id_reused' });
  const { body: page } = await ask('GET', `/conversations/${maya.conversationId}/messages?limit=1`);
  expect(page.messages[0].id).toBe(first.body.messageId);
});

test('bad input is refused with a clear code, is never a 500, and leaves no row', async () => {
  const before = await countMessages();
  const bad: [string, unknown, number][] = [
    ['/messages', undefined, 400],
    ['/messages', null, 400],
    ['/messages', [], 400],
    ['/messages', message({ content: [] }), 400],
    ['/messages', message({ content: [{ type: 'text', text: '  ' }] }), 400],
    ['/messages', message({ content: [{ type: 'text', text: 'a\0b' }] }), 400],
    ['/messages', message({ content: [{ type: 'text', text: '\ud800' }] }), 400],
    ['/messages', message({ content: [{ type: 'text', text: 'x'.repeat(8_001) }] }), 400],
    ['/messages', message({ content: [{ type: 'actions' }] }), 400],
    ['/messages', message({ clientId: 'mine' }), 400],
    ['/messages', message({ inReplyToMessageId: ulid() }), 422],
    ['/deliveries/ack', {}, 400],
    ['/deliveries/ack', { ids: [] }, 400],
    ['/deliveries/ack', { ids: ['x'] }, 400],
    ['/deliveries/ack', { ids: Array.from({ length: 101 }, () => ulid()) }, 400],
    ['/bot-status', { online: 'yes', at: 1 }, 400],
    ['/bot-status', { online: true, at: -1 }, 400],
    ['/bot-status', { online: true, at: 1e300 }, 400],
    ['/conversations', { title: '' }, 400],
    ['/conversations', { title: 'x'.repeat(201) }, 400],
    ['/conversations', [], 400],
  ];
  for (const [path, body, status] of bad) {
    const answer = await ask('POST', path, { body });
    expect([path, body, answer.status]).toEqual([path, body, status]);
  }
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=%00']) {
    expect([query, (await ask('GET', `/conversations?${query}`)).status]).toEqual([query, 400]);
  }
  expect((await ask('DELETE', '/messages')).status).toBe(405);
  expect((await ask('GET', '/nothing')).status).toBe(404);
  expect(await countMessages()).toBe(before);
});

test("a bot begins a conversation with its sandbox's owner, whatever sandbox the body names", async () => {
  const begun = await ask('POST', '/conversations', { body: { title: 'Nightly build', sandboxId: jonas.sandboxId } });
  expect(begun.status).toBe(201);
  expect(begun.body.conversation).toMatchObject({ title: 'Nightly build', sandboxId: maya.sandboxId });
  const mine = await fetch(`${house.url}/v1/conversations/${begun.body.conversationId}`, { headers: maya.headers });
  expect(mine.status).toBe(200);
  const theirs = await fetch(`${house.url}/v1/conversations/${begun.body.conversationId}`, { headers: jonas.headers });
  expect(theirs.status).toBe(404);
  expect((await ask('POST', '/conversations')).status).toBe(201);
});

interface Asking {
  body?: unknown;
  key?: string | undefined;
  sandboxId?: string;
}

async function ask(method: string, path: string, asking: Asking = {}) {
  const { body, sandboxId = maya.sandboxId } = asking;
  const used = 'key' in asking ? asking.key : key;
  const response = await fetch(`${house.url}/bot/v1/sandboxes/${sandboxId}${path}`, {
    method,
    headers: {
      ...(used === undefined ? {} : { authorization: `Bearer ${used}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes, looked into by hand
  const answer = (await response.json()) as any;
  return { status: response.status, code: answer.error?.code, body: answer };
}

function message(over: Record<string, unknown> = {}) {
  return { conversationId: maya.conversationId, content: [{ type: 'text', text: 'Hello' }], ...over };
}

async function countMessages(): Promise<number> {
  const [row] = await house.app.sql<{ count: number }[]>`select count(*) from messages`;
  return row?.count ?? 0;
}
