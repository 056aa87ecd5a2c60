import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { agentsMax } from '#lib/chat/flag-letter.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ agents: true });
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

function create(label: string, { headers } = maya) {
  return ask('POST', `${house.url}/api/trpc/sandboxes.create`, { headers, body: { label } });
}

test('one more agent flies a flag of its own, has a conversation, and soon runs', async () => {
  const { sandbox, conversationId } = (await create('  Gull ')).body.result.data;
  expect(sandbox).toMatchObject({ label: 'Gull', flag: 'U', runtime: 'builtin' });
  const { body } = await ask('GET', `${house.url}/v1/conversations/${conversationId}`, { headers: maya.headers });
  expect(body).toMatchObject({ sandboxId: sandbox.sandboxId, title: null });
  expect(body.members).toHaveLength(2);
  await until(async () => {
    const [row] = await house.app.sql`select status from sandboxes where id = ${sandbox.sandboxId}`;
    return row?.['status'] === 'running';
  });
});

test('an agent is its owner’s alone', async () => {
  const { sandbox, conversationId } = (await create('Heron')).body.result.data;
  const headers = jonas.headers;
  expect((await ask('GET', `${house.url}/v1/conversations/${conversationId}`, { headers })).status).toBe(404);
  const { body } = await ask('GET', `${house.url}/api/trpc/sandboxes.list`, { headers });
  expect(JSON.stringify(body)).not.toContain(sandbox.sandboxId);
});

test('two that are made in the same moment fly different flags; what others fly is no matter', async () => {
  const made = await Promise.all([create('Tern', jonas), create('Tern', jonas)]);
  const flags = made.map((answer) => answer.body.result.data.sandbox.flag);
  expect(flags.toSorted()).toEqual(['E', 'T']);
  expect((await create('Tern')).body.result.data.sandbox.flag).toBe('T');
});

test.each([
  ['', 'invalid_input'],
  ['  ', 'invalid_input'],
  ['x'.repeat(41), 'invalid_input'],
  ['a\0b', 'invalid_text'],
])('an agent can not be called %o', async (label, code) => {
  const before = await house.app.sql`select count(*) from sandboxes`;
  expect(await create(label)).toMatchObject({ status: 400, code });
  expect(await house.app.sql`select count(*) from sandboxes`).toEqual(before);
});

test('when there is no flag left there is no agent more', async () => {
  const lena = await guest(house.app, 'Lena');
  await house.app.sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status)
    select 'lena-' || letter, ${lena.principal.userId}, letter, letter, 'external', 'running'
    from regexp_split_to_table('ABCDEFHIJKLMNOPRSTUVWXYZ', '') letter`;
  expect(await create('One more', lena)).toMatchObject({ status: 409, code: 'conflict' });
  const rows = await house.app.sql`select flag from sandboxes where owner_id = ${lena.principal.userId}`;
  expect(rows).toHaveLength(agentsMax);
});
