import { request } from 'node:http';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '#lib/contract/errors.ts';
import { revokeSession } from './accounts/sessions.ts';
import { createKey } from './bots/keys.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { enter, person, type Person } from './testing/personas.ts';

let house: TestApp;
let maya: Person;
let jonas: Person;
let key: string;

beforeAll(async () => {
  house = await startTestApp();
  maya = await person(house.app, 'Maya');
  jonas = await person(house.app, 'Jonas');
  key = (await createKey(house.app, maya.sandboxId, 'test')).key;
});
afterAll(() => house.close());

interface Answer {
  status: number;
  code: string | null;
  text: string;
  headers: Headers;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(house.url + path, init);
  const text = await response.text();
  return { status: response.status, code: codeOf(text), text, headers: response.headers };
}

/** tRPC keeps the code beside its own fields, the HTTP API as the error's first. */
function codeOf(text: string): string | null {
  const { error } = JSON.parse(text) as { error?: Partial<Problem['error']> & { data?: { code: string } } };
  return error?.data?.code ?? error?.code ?? null;
}

function post(path: string, body: unknown, headers: Record<string, string> = maya.headers): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
}

async function rowCounts(): Promise<Record<string, number>> {
  const tables = ['users', 'sessions', 'sandboxes', 'conversations', 'conversation_members', 'messages', 'events'];
  const counts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await house.app.sql<{ count: number }[]>`select count(*) from ${house.app.sql(table)}`;
      return [table, row?.count ?? -1] as const;
    }),
  );
  return Object.fromEntries(counts);
}

/** Everything that could be refused is refused with this status and code, and nothing of it is written. */
async function expectRefused(status: number, code: string, tried: () => Promise<Answer>): Promise<void> {
  const before = await rowCounts();
  const answer = await tried();
  expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await rowCounts()).toEqual(before);
}

const words = [{ type: 'text', text: 'hello' }];
const message = () => ({ conversationId: maya.conversationId, clientId: ulid(), content: words });
const sendDoors = ['/v1/messages', '/api/trpc/messages.send'];

test.each(sendDoors)('%s refuses JSON that is none', (door) =>
  expectRefused(400, 'invalid_json', () => post(door, '{"conversationId":')),
);

test.each(sendDoors)('%s refuses a body of another type', (door) =>
  expectRefused(415, 'unsupported_media_type', () =>
    post(door, 'a=b', { ...maya.headers, 'content-type': 'application/x-www-form-urlencoded' }),
  ),
);

test.each(sendDoors)('%s refuses a body over its bound', (door) =>
  expectRefused(413, 'too_large', () => post(door, { ...message(), padding: 'x'.repeat(1024 * 1024) })),
);

test.each(sendDoors)('%s refuses U+0000 and half of a pair', async (door) => {
  const saying = (text: string) => ({ ...message(), content: [{ type: 'text', text }] });
  await expectRefused(400, 'invalid_text', () => post(door, saying('a\0b')));
  await expectRefused(400, 'invalid_text', () => post(door, saying('\ud83d')));
});

const badMessages: [string, object | string | null][] = [
  ['no input', ''],
  ['null', 'null'],
  ['a list', []],
  ['a blank text', { content: [{ type: 'text', text: ' \n ' }] }],
  ['8,001 characters', { content: [{ type: 'text', text: 'x'.repeat(8_001) }] }],
  ['no block', { content: [] }],
  ['21 blocks', { content: Array.from({ length: 21 }, () => words[0]) }],
  ['an unknown block', { content: [{ type: 'video', url: 'x' }] }],
  ['a block with a field that only the server sets', { content: [{ type: 'text', text: 'x', resolved: {} }] }],
  ['a conversation id that is none', { conversationId: '../../etc' }],
  ['a client id that is none', { clientId: 'pending-1' }],
  ['a number for a text', { content: [{ type: 'text', text: 7 }] }],
];
for (const door of sendDoors) {
  test.each(badMessages)(`${door} refuses %s`, (_what, bad) =>
    expectRefused(400, 'invalid_input', () =>
      post(door, bad === null || typeof bad === 'string' || Array.isArray(bad) ? bad : { ...message(), ...bad }),
    ),
  );
}

test.each(sendDoors)('%s treats an unknown conversation and somebody else’s alike', async (door) => {
  await expectRefused(404, 'not_found', () => post(door, { ...message(), conversationId: ulid() }));
  await expectRefused(404, 'not_found', () => post(door, message(), jonas.headers));
});

test.each(['-1', '0', '101', 'abc', '1.5', '1e2', ''])(
  'a limit of "%s" is refused, never "no limit"',
  async (limit) => {
    const headers = maya.headers;
    await expectRefused(400, 'invalid_input', () => ask(`/v1/conversations?limit=${limit}`, { headers }));
    await expectRefused(400, 'invalid_input', () =>
      ask(`/v1/conversations/${maya.conversationId}/messages?limit=${limit}`, { headers }),
    );
  },
);

test('a cursor that is not of this list is refused', () =>
  expectRefused(400, 'invalid_input', () => ask('/v1/conversations?cursor=e30', { headers: maya.headers })));

test('an id in a path that is none is as unknown as any other', () =>
  expectRefused(404, 'not_found', () => ask('/v1/conversations/1%20or%201=1', { headers: maya.headers })));

test.each(['/v1/conversations', '/api/trpc/accounts.me', '/api/trpc/conversations.list', '/connect-ticket'])(
  '%s is for people who are signed in',
  (door) =>
    expectRefused(401, 'not_signed_in', () => (door === '/connect-ticket' ? post(door, {}, pageHeaders()) : ask(door))),
);

function pageHeaders(): Record<string, string> {
  return { origin: house.url, 'x-claw-chat': '1' };
}

test.each([...sendDoors, '/connect-ticket', '/v1/conversations'])(
  '%s refuses a change from a foreign page',
  async (door) => {
    const { cookie = '' } = maya.headers;
    const body = door === '/v1/conversations' ? { sandboxId: maya.sandboxId } : message();
    await expectRefused(403, 'foreign_origin', () =>
      post(door, body, { ...maya.headers, origin: 'https://elsewhere.example' }),
    );
    await expectRefused(403, 'foreign_origin', () => post(door, body, { cookie, 'x-claw-chat': '1' }));
    await expectRefused(403, 'missing_header', () => post(door, body, { cookie, origin: house.url }));
  },
);

test('what a page would be asked to change from elsewhere is refused before it is a page', () =>
  expectRefused(403, 'foreign_origin', () =>
    post('/api/auth/callback/credentials', {}, { origin: 'https://elsewhere.example' }),
  ));

test('a session that was revoked a moment ago opens nothing', async () => {
  const { principal, headers } = await enter(house.app, maya.email);
  expect((await ask('/v1/conversations', { headers })).status).toBe(200);
  await revokeSession(house.app, principal.sessionId);
  await expectRefused(401, 'not_signed_in', () => ask('/v1/conversations', { headers }));
  await expectRefused(401, 'not_signed_in', () => post('/connect-ticket', {}, headers));
});

test.each(['rubbish', 'eyJhbGciOiJkaXIifQ..x.y.z'])('a cookie that we never sealed ("%s") is nobody', (sealed) =>
  expectRefused(401, 'not_signed_in', () =>
    ask('/v1/conversations', { headers: { cookie: `claw-chat.session=${sealed}` } }),
  ),
);

test('a bot key opens its own sandbox and nothing else', async () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const own = `/bot/v1/sandboxes/${maya.sandboxId}/conversations`;
  expect((await ask(own, { headers: bearer(key) })).status).toBe(200);
  const foreign = `/bot/v1/sandboxes/${jonas.sandboxId}/conversations`;
  await expectRefused(404, 'not_found', () => ask(foreign, { headers: bearer(key) }));
  await expectRefused(401, 'not_signed_in', () => ask(own, { headers: bearer(`${key.slice(0, -1)}!`) }));
  await expectRefused(401, 'not_signed_in', () => ask(own, { headers: bearer(`${key.slice(0, -4)}AAAA`) }));
  await expectRefused(401, 'not_signed_in', () => ask(own, { headers: maya.headers }));
  await expectRefused(401, 'not_signed_in', () => ask('/api/trpc/conversations.list', { headers: bearer(key) }));
});

test('unknown paths and methods of the API answer in its own words', async () => {
  await expectRefused(404, 'not_found', () => ask('/v1/nothing'));
  await expectRefused(404, 'not_found', () => ask('/api/trpc/nothing.here'));
  await expectRefused(405, 'method_not_allowed', () => ask('/v1/messages', { headers: maya.headers }));
  await expectRefused(405, 'method_not_allowed', () => ask('/api/trpc/messages.send', { headers: maya.headers }));
  await expectRefused(426, 'upgrade_required', () => ask('/connect'));
});

const newcomer = { name: 'Priya', email: 'priya@home.test', password: 'a long enough password' };
test.each([
  ['no name', 400, 'invalid_input', { name: ' ' }],
  ['an address without a host', 400, 'invalid_input', { email: 'priya' }],
  ['a short password', 400, 'invalid_input', { password: 'short' }],
  ['U+0000 in the name', 400, 'invalid_text', { name: 'Pri\0ya' }],
  ['an e-mail that is known, in capitals', 409, 'email_taken', { email: ' MAYA@home.test' }],
])('a sign-up with %s is refused', (_what, status, code, bad) =>
  expectRefused(status, code, () => post('/api/trpc/accounts.signUp', { ...newcomer, ...bad }, pageHeaders())),
);

test('a path that is no address is refused like any other bad input', async () => {
  const status = await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(house.url);
    request({ hostname, port, path: '//' }, (res) => resolve(res.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(400);
});
