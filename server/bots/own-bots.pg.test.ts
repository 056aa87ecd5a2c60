import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { BotStream } from '#server/testing/bot-stream.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';

type Somebody = Omit<Person, 'password'>;

const clock = movableClock();
let house: TestApp;
let people = 0;

beforeAll(async () => {
  house = await startTestApp({ clock });
});
afterAll(() => house.close());

const somebody = (name: string) => guest(house.app, `${name} ${++people}`);

function procedure(name: string, { headers }: Somebody, body: object): Promise<Answer> {
  return ask('POST', `${house.url}/api/trpc/${name}`, { headers, body });
}

async function create(owner: Somebody, label = 'Harbor') {
  const { sandbox, conversationId, key } = must(
    (await procedure('bots.create', owner, { label })).body.result,
    'a bot',
  ).data;
  return { sandboxId: sandbox.sandboxId as string, sandbox, conversationId: conversationId as string, key };
}

async function keysOf({ headers }: Somebody, sandboxId: string) {
  return (await ask('GET', `${house.url}/v1/sandboxes/${sandboxId}/keys`, { headers })).body.keys as {
    id: string;
    name: string;
    lastUsedAt: number | null;
  }[];
}

const base = (sandboxId: string) => `${house.url}/bot/v1/sandboxes/${sandboxId}`;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const opens = async (sandboxId: string, key: string) =>
  (await ask('GET', `${base(sandboxId)}/conversations`, { headers: bearer(key) })).status;

async function addKey(owner: Somebody, sandboxId: string, name: string): Promise<Answer> {
  return procedure('bots.createKey', owner, { sandboxId, name });
}

test('a bot of one’s own has a flag, a conversation and a key that opens its door and nobody else’s', async () => {
  const maya = await somebody('Maya');
  const harbor = await create(maya, '  Harbor ');
  expect(harbor.sandbox).toMatchObject({
    label: 'Harbor',
    flag: 'H',
    runtime: 'external',
    status: 'running',
    ownerName: maya.name,
    mayManage: true,
  });
  const { body } = await ask('GET', `${house.url}/v1/conversations/${harbor.conversationId}`, {
    headers: maya.headers,
  });
  expect(body).toMatchObject({ sandboxId: harbor.sandboxId, title: null });
  expect(body.members).toHaveLength(2);
  expect(await opens(harbor.sandboxId, harbor.key.key)).toBe(200);
  expect(await opens(maya.sandboxId, harbor.key.key)).toBe(404);
});

test('over the API it is the same, and the key is never told again', async () => {
  const maya = await somebody('Maya');
  const made = await ask('POST', `${house.url}/v1/sandboxes`, { headers: maya.headers, body: { label: 'Harbor' } });
  expect(made.status).toBe(201);
  const { sandbox, key } = made.body;
  expect(await opens(sandbox.sandboxId, key.key)).toBe(200);
  const list = await ask('GET', `${house.url}/v1/sandboxes/${sandbox.sandboxId}/keys`, { headers: maya.headers });
  expect(list.body.keys).toMatchObject([{ id: key.id, name: 'First key' }]);
  const secret = key.key.split('_').at(-1);
  expect(list.text).not.toContain(secret);
  const [row] = await house.app.sql`select * from bot_keys where id = ${key.id}`;
  expect(JSON.stringify(row)).not.toContain(secret);
});

test('two keys open the door while one takes the other’s place; the revoked one ends its stream', async () => {
  const maya = await somebody('Maya');
  const { sandboxId, key: first } = await create(maya);
  await using stream = await BotStream.open({ base: base(sandboxId), headers: bearer(first.key) });
  const second = (await addKey(maya, sandboxId, 'Second key')).body.result.data;
  expect([await opens(sandboxId, first.key), await opens(sandboxId, second.key)]).toEqual([200, 200]);
  const { headers } = maya;
  const revoked = await ask('DELETE', `${house.url}/v1/sandboxes/${sandboxId}/keys/${first.id}`, { headers });
  expect(revoked.body).toEqual({ ok: true });
  await stream.ended;
  expect(stream.events.at(-1)).toMatchObject({ event: 'stream.ended', data: '{"reason":"revoked"}' });
  expect([await opens(sandboxId, first.key), await opens(sandboxId, second.key)]).toEqual([401, 200]);
  expect(await keysOf(maya, sandboxId)).toMatchObject([{ id: second.id, name: 'Second key' }]);
});

test('a key is last used when it last opened something, or as long as its stream is open', async () => {
  const maya = await somebody('Maya');
  const { sandboxId, key } = await create(maya);
  expect(await keysOf(maya, sandboxId)).toMatchObject([{ lastUsedAt: null }]);
  const before = clock.now().getTime();
  await using _stream = await BotStream.open({ base: base(sandboxId), headers: bearer(key.key) });
  expect(must((await keysOf(maya, sandboxId))[0], 'its key').lastUsedAt).toBeGreaterThanOrEqual(before);
  clock.pass(3_600_000);
  house.app.botStreams.wake([sandboxId]);
  const hourLater = await until(async () => {
    const [{ lastUsedAt } = { lastUsedAt: null }] = await keysOf(maya, sandboxId);
    return lastUsedAt !== null && lastUsedAt >= before + 3_600_000 && lastUsedAt;
  });
  expect(hourLater).toBeLessThanOrEqual(clock.now().getTime());
});

test('five keys at most, however many are asked for at once; a revoked one makes room and leaves no row', async () => {
  const maya = await somebody('Maya');
  const { sandboxId, key: first } = await create(maya);
  const made = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => addKey(maya, sandboxId, name)));
  expect(made.map(({ code }) => code).toSorted()).toEqual(['conflict', 'conflict', null, null, null, null]);
  const gone = { sandboxId, keyId: first.id };
  expect((await procedure('bots.revokeKey', maya, gone)).status).toBe(200);
  expect((await procedure('bots.revokeKey', maya, gone)).code).toBe('not_found');
  expect((await addKey(maya, sandboxId, 'g')).status).toBe(200);
  const [rows] = await house.app.sql`select count(*)::int from bot_keys where sandbox_id = ${sandboxId}`;
  expect(rows).toEqual({ count: 5 });
});

test('a key of one agent can’t be revoked through another', async () => {
  const maya = await somebody('Maya');
  const [harbor, tern] = [await create(maya), await create(maya, 'Tern')];
  const asked = { sandboxId: tern.sandboxId, keyId: harbor.key.id };
  expect((await procedure('bots.revokeKey', maya, asked)).code).toBe('not_found');
  expect(await opens(harbor.sandboxId, harbor.key.key)).toBe(200);
});

test('who runs the organization manages its agents; who is only in it uses them and is told so', async () => {
  const [maya, admin, member, jonas] = await Promise.all(['Maya', 'Ada', 'Mo', 'Jonas'].map(somebody));
  const [owner, stranger] = [must(maya, 'Maya'), must(jonas, 'Jonas')];
  const { sandboxId, key } = await create(owner);
  const [runs, uses] = [must(admin, 'Ada'), must(member, 'Mo')];
  await organize(house.app, sandboxId, {
    [owner.principal.userId]: 'owner',
    [runs.principal.userId]: 'admin',
    [uses.principal.userId]: 'member',
  });
  const tries = async (by: Somebody) => [
    (await procedure('sandboxes.rename', by, { sandboxId, label: 'Tern' })).code,
    (await addKey(by, sandboxId, 'Spare')).code,
    (await ask('GET', `${house.url}/v1/sandboxes/${sandboxId}/keys`, { headers: by.headers })).code,
    (await procedure('bots.revokeKey', by, { sandboxId, keyId: 'nothing' })).code,
  ];
  expect(await tries(uses)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
  expect(await tries(stranger)).toEqual(['not_found', 'not_found', 'not_found', 'not_found']);
  expect(await keysOf(owner, sandboxId)).toHaveLength(1);
  expect(await tries(runs)).toEqual([null, null, null, 'not_found']);
  expect(await opens(sandboxId, key.key)).toBe(200);
  const seen = async ({ headers }: Somebody) => {
    const { sandboxes } = (await ask('GET', `${house.url}/v1/sandboxes`, { headers })).body;
    return sandboxes.find((one: { sandboxId: string }) => one.sandboxId === sandboxId);
  };
  expect(await seen(uses)).toMatchObject({ label: 'Tern', mayManage: false, ownerName: 'Harbor' });
  expect(await seen(runs)).toMatchObject({ label: 'Tern', mayManage: true });
});

test('an agent that is being destroyed gets no key more', async () => {
  const maya = await somebody('Maya');
  const { sandboxId, key } = await create(maya);
  await ask('DELETE', `${house.url}/v1/sandboxes/${sandboxId}`, { headers: maya.headers });
  expect((await addKey(maya, sandboxId, 'Late')).code).toBe('not_found');
  expect(await opens(sandboxId, key.key)).toBe(401);
});

test('agents and keys are made ten and twenty at once, and then slowly', async () => {
  const maya = await somebody('Maya');
  const { sandboxId } = await create(maya);
  for (let n = 0; n < 9; n++) await create(maya, `Agent ${n}`);
  expect((await procedure('bots.create', maya, { label: 'One more' })).code).toBe('rate_limited');
  expect((await procedure('sandboxes.create', maya, { label: 'One more' })).code).toBe('rate_limited');
  const codes: (string | null)[] = [];
  for (let n = 0; n < 21; n++) codes.push((await addKey(maya, sandboxId, `Key ${n}`)).code);
  expect(codes.indexOf('conflict')).toBe(4);
  expect(codes.indexOf('rate_limited')).toBe(20);
});
