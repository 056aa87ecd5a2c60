import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeoplePage, PersonDetail } from '#lib/contract/admin/people.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { BotStream } from '#server/testing/bot-stream.ts';
import { Listener } from '#server/testing/listener.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';
import { disablePerson } from '#server/accounts/disable.ts';

type Guest = Omit<Person, 'password'>;

let house: TestApp;
/** The operator. */
let maya: Person;
let jonas: Guest;

beforeAll(async () => {
  house = await startTestApp();
  maya = await person(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

type Headers = Record<string, string>;

function change(procedure: string, input: object, headers: Headers = maya.headers): Promise<Answer> {
  const body = procedure.startsWith('admin.') ? { reason: 'a test asks', ...input } : input;
  return ask('POST', `${house.url}/api/trpc/${procedure}`, { headers, body });
}

function read(procedure: string, input: object, headers: Headers = maya.headers): Promise<Answer> {
  const query = encodeURIComponent(JSON.stringify(input));
  return ask('GET', `${house.url}/api/trpc/${procedure}?input=${query}`, { headers });
}

async function people(input: object = {}): Promise<PeoplePage> {
  return (await read('admin.people', input)).body.result.data;
}

async function isIn(headers: Headers): Promise<boolean> {
  return (await read('accounts.me', {}, headers)).status === 200;
}

async function socketOf({ headers }: Guest): Promise<Listener> {
  const { ticket } = (await ask('POST', `${house.url}/connect-ticket`, { headers })).body;
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${ticket}`, { origin: house.url });
}

const userId = 'x';
const procedures: [kind: 'read' | 'change', procedure: string, input: object][] = [
  ['read', 'admin.people', {}],
  ['read', 'admin.person', { userId }],
  ['change', 'admin.addPerson', { name: 'x', email: 'x@home.test' }],
  ['change', 'admin.disable', { userId }],
  ['change', 'admin.enable', { userId }],
  ['change', 'admin.passwordLink', { userId }],
  ['change', 'admin.revokeSession', { userId, id: 'x' }],
  ['change', 'admin.revokeSessions', { userId }],
  ['change', 'admin.removeDevice', { userId, id: 'x' }],
  ['change', 'admin.revokeKey', { userId, id: 'x' }],
  ['change', 'admin.makeOperator', { userId }],
  ['change', 'admin.unmakeOperator', { userId }],
  ['change', 'admin.exportPerson', { userId }],
  ['change', 'admin.deletePerson', { userId, email: 'x@home.test' }],
];

test.each(procedures)('%s %s is for operators', async (kind, procedure, input) => {
  const tried = kind === 'read' ? read : change;
  expect(await tried(procedure, input, jonas.headers)).toMatchObject({ status: 404, code: 'not_found' });
  const stranger = { origin: house.url, 'x-claw-chat': '1' };
  expect(await tried(procedure, input, stranger)).toMatchObject({ status: 401, code: 'not_signed_in' });
});

test.each(procedures.filter(([, , input]) => 'userId' in input))(
  '%s %s of somebody who is not here is not found',
  async (kind, procedure, input) => {
    const tried = kind === 'read' ? read : change;
    expect(await tried(procedure, input)).toMatchObject({ status: 404, code: 'not_found' });
  },
);

test('people are paged, the newest first, each once', async () => {
  for (const name of ['Ada', 'Bo', 'Cem']) await guest(house.app, name);
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: PeoplePage = await people({ limit: 2, cursor });
    seen.push(...page.people.map((one) => one.name));
    cursor = page.nextCursor;
    expect(page.hasMore).toBe(cursor !== null);
    if (cursor === null) break;
  }
  expect(seen).toEqual(['Cem', 'Bo', 'Ada', 'Jonas', 'Maya']);
});

test('a search finds by name and e-mail, in any case, and takes % and _ as they are', async () => {
  const found = async (search: string) => (await people({ search })).people.map((one) => one.name);
  expect(await found('JONAS@home')).toEqual(['Jonas']);
  expect(await found(' may')).toEqual(['Maya']);
  expect(await found('%')).toEqual([]);
  expect(await found('_')).toEqual([]);
  expect((await people({ search: 'maya' })).people[0]).toEqual({
    id: maya.principal.userId,
    name: 'Maya',
    email: maya.email,
    isOperator: true,
    createdAt: expect.any(Number),
    lastSeenAt: expect.any(Number),
    disabledAt: null,
  });
});

test('somebody who was added finds an agent and a conversation, and sets a password with the link', async () => {
  const added = await change('admin.addPerson', { name: 'Priya', email: 'Priya@home.test' });
  const { id, link, expiresAt } = added.body.result.data;
  expect(expiresAt).toBeGreaterThan(Date.now());
  const [row] = await house.app.sql`
    select (select password_hash from users where id = ${id}) as "passwordHash",
      (select count(*) from sandboxes where owner_id = ${id}) as sandboxes,
      (select count(*) from conversation_members where member_id = ${id}) as conversations`;
  expect(row).toEqual({ passwordHash: null, sandboxes: 1, conversations: 1 });
  const token = link.split('/reset/')[1];
  const set = await change('accounts.resetPassword', { token, password: 'a long enough password' });
  expect(set.body.result.data).toEqual({ ok: true });
  const again = await change('admin.addPerson', { name: 'Other', email: 'priya@home.test' });
  expect(again).toMatchObject({ status: 409, code: 'email_taken' });
});

test('a new link for somebody replaces the one before', async () => {
  const input = { userId: jonas.principal.userId };
  const [older, newer] = [await change('admin.passwordLink', input), await change('admin.passwordLink', input)];
  expect(older.body.result.data.link).not.toBe(newer.body.result.data.link);
  const token = older.body.result.data.link.split('/reset/')[1];
  const used = await change('accounts.resetPassword', { token, password: 'a long enough password' });
  expect(used).toMatchObject({ status: 410, code: 'link_used' });
});

test('who is disabled is out at once: session, socket, token, key and the keys of their agents', async () => {
  const lena = await guest(house.app, 'Lena');
  const token = (await ask('POST', `${house.url}/api/kilo-chat/token`, { headers: lena.headers })).body.token;
  const key = (await change('keys.create', { name: 'mine' }, lena.headers)).body.result.data.key;
  const bot = (await createKey(house.app, lena.sandboxId, 'mine')).key;
  const base = `${house.url}/bot/v1/sandboxes/${lena.sandboxId}`;
  const stream = await BotStream.open({ base, headers: { authorization: `Bearer ${bot}` } });
  const socket = await socketOf(lena);
  const doors = async () => {
    const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
    return [
      (await ask('GET', `${house.url}/v1/conversations`, { headers: lena.headers })).status,
      (await ask('GET', `${house.url}/v1/conversations`, bearer(token))).status,
      (await ask('GET', `${house.url}/v1/conversations`, bearer(key))).status,
      (await ask('GET', `${base}/conversations`, bearer(bot))).status,
    ];
  };
  expect(await doors()).toEqual([200, 200, 200, 200]);

  const input = { userId: lena.principal.userId };
  expect((await change('admin.disable', input)).body.result.data).toEqual({ ok: true });
  expect(await doors()).toEqual([401, 401, 401, 401]);
  expect(await socket.ended).toBe(4001);
  await stream.ended;
  expect((await people({ search: 'lena' })).people[0]?.disabledAt).toEqual(expect.any(Number));

  await change('admin.enable', input);
  // What was signed stays void; keys are rows and open again.
  expect(await doors()).toEqual([401, 401, 200, 200]);
  expect(await isIn((await enter(house.app, lena.email)).headers)).toBe(true);
});

test('a revocation that another node wrote closes the person’s sockets within five seconds', async () => {
  const socket = await socketOf(jonas);
  const began = performance.now();
  await house.app.sql`insert into revocations (kind, subject) values ('user', ${jonas.principal.userId})`;
  expect(await socket.ended).toBe(4001);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('the last operator stays; of two who disable each other in the same moment, one does', async () => {
  const refused = await change('admin.disable', { userId: maya.principal.userId });
  expect(refused).toMatchObject({ status: 409, code: 'last_operator' });
  const omar = await guest(house.app, 'Omar');
  await house.app.sql`update users set is_operator = true where id = ${omar.principal.userId}`;
  const outcomes = await Promise.allSettled([
    disablePerson(house.app, maya.principal.userId),
    disablePerson(house.app, omar.principal.userId),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  // For the tests that follow.
  await house.app.sql`update users set disabled_at = null where id = ${maya.principal.userId}`;
  Object.assign(maya, await enter(house.app, maya.email));
});

test('an operator sees where somebody is signed in, and ends that', async () => {
  const edith = await guest(house.app, 'Edith');
  const input = { userId: edith.principal.userId };
  const { sessions } = (await read('admin.person', input)).body.result.data as PersonDetail;
  expect(sessions).toMatchObject([{ isCurrent: false, userAgent: 'test' }]);
  expect(JSON.stringify(sessions)).not.toContain(edith.principal.sessionId);
  const id = sessions[0]?.id ?? '';
  const ofAnother = await change('admin.revokeSession', { userId: jonas.principal.userId, id });
  expect(ofAnother).toMatchObject({ status: 404, code: 'not_found' });
  expect(await isIn(edith.headers)).toBe(true);
  await change('admin.revokeSession', { ...input, id });
  expect(await isIn(edith.headers)).toBe(false);
});

const forged = (key: unknown[]) => Buffer.from(JSON.stringify(['people', ...key])).toString('base64url');
test.each([
  { cursor: 'x' },
  { cursor: forged([1e15, 'a\0b']) },
  { cursor: forged([9e15, 'a']) },
  { cursor: forged([-1, 'a']) },
  { cursor: forged([1, 'a', 'b']) },
  { limit: 0 },
  { limit: 101 },
  { limit: 'all' },
  { search: 'x'.repeat(101) },
])('a list of people refuses %o', async (input) => {
  expect(await read('admin.people', input)).toMatchObject({ status: 400, code: 'invalid_input' });
});

test.each<['read' | 'change', string, object]>([
  ['read', 'admin.people', { search: '\0' }],
  ['read', 'admin.people', { cursor: '\0' }],
  ['read', 'admin.person', { userId: '\0' }],
  ['change', 'admin.addPerson', { name: 'a\0b', email: 'x@home.test' }],
  ['change', 'admin.addPerson', { name: 'x', email: 'x\0@home.test' }],
  ['change', 'admin.disable', { userId: '\0' }],
  ['change', 'admin.enable', { userId: '\ud800' }],
  ['change', 'admin.passwordLink', { userId: '\0' }],
  ['change', 'admin.revokeSession', { userId: 'x', id: '\0' }],
])('%s %s refuses what can not be stored: %o', async (kind, procedure, input) => {
  const before = await house.app.sql`select count(*) from users`;
  const tried = kind === 'read' ? read : change;
  expect(await tried(procedure, input)).toMatchObject({ status: 400, code: 'invalid_text' });
  expect(await house.app.sql`select count(*) from users`).toEqual(before);
});
