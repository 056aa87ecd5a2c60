import { createHash } from 'node:crypto';
import { decodeJwt, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { revokeSession } from './accounts/sessions.ts';
import { createKey } from './bots/keys.ts';
import { movableClock, startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { enter, person, type Person } from './testing/personas.ts';

const clock = movableClock();
let house: TestApp;
let maya: Person;
let jonas: Person;
let botKey: string;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await person(house.app, 'Maya');
  jonas = await person(house.app, 'Jonas');
  botKey = (await createKey(house.app, maya.sandboxId, 'mine')).key;
});
afterAll(() => house.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const get = (path: string, headers: Record<string, string> = {}) => ask('GET', house.url + path, { headers });
const post = (path: string, headers: Record<string, string>, body: unknown = {}) =>
  ask('POST', house.url + path, { headers, body });

async function tokenOf(headers: Record<string, string>): Promise<string> {
  return (await post('/api/kilo-chat/token', headers)).body.token as string;
}

async function keyOf(of: Person, name = 'script'): Promise<{ id: string; key: string }> {
  return (await post('/api/trpc/keys.create', of.headers, { name })).body.result.data as { id: string; key: string };
}

test('both doors give a token of an hour that speaks for the person who asked', async () => {
  const posted = (await post('/api/kilo-chat/token', maya.headers)).body;
  const read = (await get('/api/trpc/kiloChat.getToken', maya.headers)).body.result.data;
  for (const answer of [posted, read]) {
    expect(answer.userId).toBe(maya.principal.userId);
    const life = Date.parse(answer.expiresAt) - clock.now().getTime();
    expect(life).toBeGreaterThan(3_590_000);
    expect(life).toBeLessThanOrEqual(3_600_000);
    expect((await get('/v1/conversations', bearer(answer.token))).body.conversations).toHaveLength(1);
  }
});

test('a token carries no secret: not the pepper, not the cookie', async () => {
  const claims = decodeJwt(await tokenOf(maya.headers));
  const [row] = await house.app.sql<{ pepper: string }[]>`select pepper from users where id = ${maya.principal.userId}`;
  expect(JSON.stringify(claims)).not.toContain(must(row, 'a pepper').pepper);
  expect(Object.keys(claims).toSorted()).toEqual(
    ['aud', 'env', 'exp', 'iat', 'kiloUserId', 'pepper', 'sid', 'sub', 'tokenSource', 'version'].toSorted(),
  );
});

test('forged, altered, unsigned and foreign tokens are nobody’s', async () => {
  const token = await tokenOf(maya.headers);
  const claims = decodeJwt(token);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const signed = (over: JWTPayload, secret: string, alg = 'HS256') =>
    new SignJWT({ ...claims, ...over }).setProtectedHeader({ alg }).sign(createHash('sha256').update(secret).digest());
  const wrong = [
    '',
    'x.y.z',
    new UnsecuredJWT(claims).encode(),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.${signature}`,
    `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: jonas.principal.userId })).toString('base64url')}.${signature}`,
    await signed({}, 'another secret'),
    await signed({}, house.app.secrets.auth),
  ];
  for (const candidate of wrong) {
    const answer = await get('/v1/conversations', bearer(candidate));
    expect([candidate, answer.status, answer.code]).toEqual([candidate, 401, 'not_signed_in']);
  }
});

test('a token of another environment or another address is nobody’s, though the same secret signed it', async () => {
  for (const env of [{ NODE_ENV: 'production' }, { PUBLIC_URL: 'https://elsewhere.example' }]) {
    await using other = await startTestApp({ env });
    const priya = await person(other.app, 'Priya');
    const token = (await ask('POST', `${other.ownUrl}/api/kilo-chat/token`, { headers: priya.headers })).body.token;
    const own = await ask('GET', `${other.ownUrl}/v1/conversations`, { headers: bearer(token) });
    expect(own.status).toBe(200);
    expect(await get('/v1/conversations', bearer(token))).toMatchObject({ status: 401, code: 'not_signed_in' });
  }
});

test('a token dies with its session, with a new pepper, and with its person', async () => {
  const priya = await person(house.app, 'Priya');
  const { userId } = priya.principal;
  const status = async (token: string) => (await get('/v1/conversations', bearer(token))).status;
  const first = await tokenOf(priya.headers);
  expect(await status(first)).toBe(200);
  await revokeSession(house.app, priya.principal.sessionId);
  expect(await status(first)).toBe(401);

  const second = await tokenOf((await enter(house.app, priya.email)).headers);
  await house.app.sql`update users set pepper = 'another' where id = ${userId}`;
  expect(await status(second)).toBe(401);

  const third = await tokenOf((await enter(house.app, priya.email)).headers);
  expect(await status(third)).toBe(200);
  await house.app.sql`update users set disabled_at = now() where id = ${userId}`;
  expect(await status(third)).toBe(401);
});

test('a token that expired is nobody’s', async () => {
  const token = await tokenOf(maya.headers);
  clock.pass(3_599_000);
  expect((await get('/v1/conversations', bearer(token))).status).toBe(200);
  clock.pass(2_000);
  expect((await get('/v1/conversations', bearer(token))).status).toBe(401);
});

test('a token opens a socket’s ticket, and cannot ask for the next token', async () => {
  const token = await tokenOf(maya.headers);
  expect((await post('/connect-ticket', bearer(token))).status).toBe(201);
  expect(await post('/api/kilo-chat/token', bearer(token))).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await get('/api/trpc/kiloChat.getToken', bearer(token))).toMatchObject({ status: 401 });
});

test('a key is told once, and afterwards only named', async () => {
  const { id, key } = await keyOf(maya, 'laptop');
  expect(key).toMatch(/^cck_[0-9a-z]{26}_[\w-]{43}$/);
  const listed = await get('/api/trpc/keys.list', maya.headers);
  expect(listed.body.result.data.keys[0]).toEqual({
    id,
    name: 'laptop',
    createdAt: expect.any(Number) as number,
    lastUsedAt: null,
  });
  expect(listed.text).not.toContain(key.slice(-43));
  const [row] = await house.app.sql<Record<string, unknown>[]>`select * from api_keys where id = ${id}`;
  expect(JSON.stringify(row)).not.toContain(key.slice(-43));
});

test('a key opens the API for its person, and neither sockets nor pages', async () => {
  const { key } = await keyOf(maya);
  expect((await get('/v1/conversations', bearer(key))).body.conversations).toHaveLength(1);
  const sent = { conversationId: maya.conversationId, content: [{ type: 'text', text: 'from a script' }] };
  expect((await post('/v1/messages', bearer(key), sent)).status).toBe(201);
  expect(await post('/connect-ticket', bearer(key))).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await post('/api/kilo-chat/token', bearer(key))).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await get('/api/trpc/keys.list', bearer(key))).toMatchObject({ status: 401, code: 'not_signed_in' });
});

test('a revoked key, an altered one and one of a disabled person are dead', async () => {
  const priya = await person(house.app, 'Priya Again');
  const { id, key } = await keyOf(priya);
  const status = async (candidate: string) => (await get('/v1/conversations', bearer(candidate))).status;
  const altered = key.slice(0, -4) + (key.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  expect([await status(key), await status(altered), await status(key.toUpperCase())]).toEqual([200, 401, 401]);
  await house.app.sql`update users set disabled_at = now() where id = ${priya.principal.userId}`;
  expect(await status(key)).toBe(401);
  await house.app.sql`update users set disabled_at = null where id = ${priya.principal.userId}`;
  expect(await status(key)).toBe(200);
  expect((await post('/api/trpc/keys.revoke', priya.headers, { id })).status).toBe(200);
  expect(await status(key)).toBe(401);
  expect(await post('/api/trpc/keys.revoke', priya.headers, { id })).toMatchObject({ status: 404 });
});

test('somebody else’s key is as unknown as one that never was, and stays alive', async () => {
  const { id, key } = await keyOf(maya);
  for (const candidate of [id, ulid().toLowerCase(), 'x']) {
    expect(await post('/api/trpc/keys.revoke', jonas.headers, { id: candidate })).toMatchObject({ code: 'not_found' });
  }
  expect((await get('/v1/conversations', bearer(key))).status).toBe(200);
});

test('when a key was last used is written once a minute, however often it is used: a person’s and a bot’s', async () => {
  const { id, key } = await keyOf(maya);
  const botId = botKey.slice(4, 30);
  const use = async () => {
    await get('/v1/conversations', bearer(key));
    await get('/v1/conversations', { ...bearer(botKey), 'x-kilo-sandbox-id': maya.sandboxId });
    const rows = await house.app.sql<{ lastUsedAt: Date }[]>`
      select last_used_at as "lastUsedAt" from api_keys where id = ${id}
      union all select last_used_at from bot_keys where id = ${botId}`;
    return rows.map((row) => row.lastUsedAt.getTime());
  };
  clock.pass(61_000);
  const first = await use();
  clock.pass(50_000);
  expect(await use()).toEqual(first);
  clock.pass(11_000);
  const later = await use();
  expect(later.map((at, n) => at - must(first[n], 'a first use') >= 60_000)).toEqual([true, true]);
});

test('a bot comes to the API with its key and names its sandbox; a wrong name is unknown, none is a mistake', async () => {
  const named = (sandboxId: string) => ({ ...bearer(botKey), 'x-kilo-sandbox-id': sandboxId });
  expect((await get('/v1/conversations', named(maya.sandboxId))).status).toBe(200);
  expect(await get('/v1/conversations', named(jonas.sandboxId))).toMatchObject({ status: 404, code: 'not_found' });
  expect(await get('/v1/conversations', bearer(botKey))).toMatchObject({ status: 400, code: 'invalid_input' });
  const wrong = { ...bearer(`${botKey.slice(0, -4)}AAAA`), 'x-kilo-sandbox-id': maya.sandboxId };
  expect(await get('/v1/conversations', wrong)).toMatchObject({ status: 401, code: 'not_signed_in' });
});

test('of a bearer and a cookie the bearer counts, be it good or bad', async () => {
  const token = await tokenOf(jonas.headers);
  const both = await get('/v1/conversations', { ...maya.headers, ...bearer(token) });
  expect(both.body.conversations[0].conversationId).toBe(jonas.conversationId);
  expect(await get('/v1/conversations', { ...maya.headers, ...bearer('cck_wrong') })).toMatchObject({ status: 401 });
  // The cookie is not looked at, so it needs no proof of the page that sent it.
  const { cookie = '' } = maya.headers;
  const body = { conversationId: jonas.conversationId, content: [{ type: 'text', text: 'hello' }] };
  expect((await post('/v1/messages', { cookie, ...bearer(token) }, body)).status).toBe(201);
});

test('a password that a proxy in front asks for is no bearer: the cookie counts', async () => {
  const headers = { ...maya.headers, authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
  expect((await get('/v1/conversations', headers)).status).toBe(200);
});
