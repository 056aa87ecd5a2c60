import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxSorts } from '#lib/contract/admin/choices.ts';
import type { AdminSandboxDetail, AdminSandboxPage, SandboxFigures } from '#lib/contract/admin/sandboxes.ts';
import { createKey } from '#server/bots/keys.ts';
import { createSandbox } from '#server/sandboxes/create.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';

let house: TestApp;
/** The operators. */
let maya: Person;
let omar: Omit<Person, 'password'>;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await person(house.app, 'Maya');
  omar = await guest(house.app, 'Omar');
  await house.app.sql`update users set is_operator = true where id = ${omar.principal.userId}`;
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

function change(procedure: string, input: object, headers = maya.headers): Promise<Answer> {
  return ask('POST', `${house.url}/api/trpc/admin.${procedure}`, {
    headers,
    body: { reason: 'a test asks', ...input },
  });
}

function read(procedure: string, input: object): Promise<Answer> {
  const query = encodeURIComponent(JSON.stringify(input));
  return ask('GET', `${house.url}/api/trpc/admin.${procedure}?input=${query}`, { headers: maya.headers });
}

async function list(input: object = {}): Promise<AdminSandboxPage> {
  return (await read('sandboxes', input)).body.result.data;
}

async function detail(sandboxId: string): Promise<AdminSandboxDetail> {
  return (await read('sandbox', { sandboxId })).body.result.data;
}

async function newSandbox(label: string): Promise<string> {
  return (await createSandbox(house.app, jonas.principal, { label })).sandbox.sandboxId;
}

test.each(sandboxSorts)('by %s each sandbox stands once, in that order and over all pages', async (sort) => {
  const { sql } = house.app;
  await sql`delete from sandboxes where id like 'row-%'`;
  await sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status, created_at)
    select 'row-' || n, ${jonas.principal.userId}, 'Row ' || n / 3, 'A', 'external', (array['running', 'stopped'])[1 + n % 2],
      now() - n / 4 * interval '1 hour' from generate_series(1, 12) as n`;
  await sql`
    insert into bot_status (sandbox_id, online, at, updated_at)
    select 'row-' || n, true, now(), now() - n / 2 * interval '1 minute' from generate_series(1, 6) as n`;
  const whole = (await list({ sort, limit: 100 })).sandboxes.map(({ sandboxId }) => sandboxId);
  const walked: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await list({ sort, limit: 5, cursor });
    walked.push(...page.sandboxes.map(({ sandboxId }) => sandboxId));
    cursor = page.nextCursor;
    expect(page.hasMore).toBe(cursor !== null);
    if (cursor === null) break;
  }
  expect(walked).toEqual(whole);
  expect(new Set(walked).size).toBe(walked.length);
  const opposite = sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
  expect((await list({ sort: opposite, limit: 100 })).sandboxes.map(({ sandboxId }) => sandboxId)).toEqual(
    whole.toReversed(),
  );
  await sql`delete from sandboxes where id like 'row-%'`;
});

test('a cursor of another order, and one that was made up, is refused', async () => {
  const { nextCursor } = await list({ limit: 1 });
  expect(await read('sandboxes', { sort: 'name', cursor: nextCursor })).toMatchObject({ status: 400 });
  const forged = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
  for (const cursor of [
    'x',
    forged('people', 1, 'a'),
    forged('sandboxes -created', -1, 'a'),
    forged('sandboxes -created', 1, 'a/b'),
    forged('sandboxes status', 'gone', 'a'),
  ]) {
    const sort = cursor === forged('sandboxes status', 'gone', 'a') ? 'status' : '-created';
    expect(await read('sandboxes', { sort, cursor })).toMatchObject({ status: 400, code: 'invalid_input' });
  }
});

test.each([
  { limit: 0 },
  { limit: 101 },
  { sort: 'owner' },
  { show: 'gone' },
  { runtime: 'x' },
  { search: 'x'.repeat(101) },
])('the list refuses %o', async (input) => {
  expect(await read('sandboxes', input)).toMatchObject({ status: 400, code: 'invalid_input' });
});

test('a search finds by name, id and owner, in any case', async () => {
  const id = await newSandbox('Harbor');
  const found = async (search: string) => (await list({ search })).sandboxes.map(({ sandboxId }) => sandboxId);
  expect(await found('HARB')).toEqual([id]);
  expect(await found(id)).toEqual([id]);
  expect(await found('jonas')).toContain(id);
  expect(await found('%')).toEqual([]);
});

test('one that could not start, and one that is silent while something waits, are in trouble', async () => {
  const { sql } = house.app;
  const [failed, silent, calm] = [await newSandbox('Pilot'), await newSandbox('Ledger'), await newSandbox('Ferry')];
  await sql`update sandboxes set status = 'stopped', status_reason = 'No model' where id = ${failed}`;
  await sql`update sandboxes set status = 'running', created_at = now() - interval '1 hour' where id in (${silent}, ${calm})`;
  await sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type)
    select ${ulid()}, ${silent}, id, 'c', 1, 'message.created' from conversations where sandbox_id = ${silent}`;
  await sql`insert into bot_status (sandbox_id, online, at, updated_at) values (${calm}, true, now(), now())`;
  const before = (await list({ show: 'trouble' })).sandboxes;
  expect(before.map(({ sandboxId }) => sandboxId).toSorted()).toEqual([failed, silent].toSorted());
  expect(before.find(({ sandboxId }) => sandboxId === silent)).toMatchObject({
    waiting: expect.any(Number),
    isInTrouble: true,
  });
  const figures: SandboxFigures = (await read('sandboxFigures', {})).body.result.data;
  expect(figures.trouble).toBe(2);
  expect(figures.created.at(-1)?.count).toBeGreaterThan(0);
  expect(figures.created).toHaveLength(30);
});

test('a page of one says what there is and never a value of a key', async () => {
  const id = await newSandbox('Sable');
  const { key } = await createKey(house.app, id, 'mine');
  const text = (await read('sandbox', { sandboxId: id })).text;
  expect(text).toContain('mine');
  expect(text).not.toContain(key);
  expect(await detail(id)).toMatchObject({
    label: 'Sable',
    owner: { id: jonas.principal.userId, name: 'Jonas' },
    keys: [{ name: 'mine', lastUsedAt: null }],
    conversations: 1,
  });
});

test('what an operator did stands in its history, with who and why', async () => {
  const id = await newSandbox('Wharf');
  expect((await change('stopSandbox', { sandboxId: id, reason: 'It loops' })).status).toBe(200);
  expect((await change('startSandbox', { sandboxId: id, reason: 'Mended' })).status).toBe(200);
  const { history, status } = await detail(id);
  expect(status).toBe('starting');
  expect(history.filter(({ kind }) => kind === 'deed')).toMatchObject([
    { action: 'sandbox.started', by: 'Maya', reason: 'Mended', outcome: 'done' },
    { action: 'sandbox.stopped', by: 'Maya', reason: 'It loops', outcome: 'done' },
  ]);
  expect(history.filter(({ kind }) => kind === 'status')).toMatchObject([
    { status: 'starting' },
    { status: 'stopped', by: 'Maya' },
  ]);
});

test.each(['stopSandbox', 'destroySandbox'])(
  'of two operators at once, %s is done by one and the other is told',
  async (deed) => {
    const id = await newSandbox('Nore');
    const answers = await Promise.all([change(deed, { sandboxId: id }), change(deed, { sandboxId: id }, omar.headers)]);
    const codes = answers.map(({ status, code }) => code ?? status).toSorted();
    expect(codes[0]).toBe(200);
    expect(['conflict', 'not_found']).toContain(codes[1]);
  },
);

test('what was just destroyed is gone for who comes second, and its page says since when', async () => {
  const id = await newSandbox('Yawl');
  expect((await change('destroySandbox', { sandboxId: id })).status).toBe(200);
  for (const deed of ['startSandbox', 'stopSandbox', 'restartSandbox', 'destroySandbox']) {
    expect(await change(deed, { sandboxId: id }, omar.headers)).toMatchObject({ status: 404, code: 'not_found' });
  }
  expect(await detail(id)).toMatchObject({
    status: 'destroyed',
    destroyedAt: expect.any(Number),
    keys: [],
    waiting: 0,
  });
  expect((await list({ search: id })).sandboxes).toEqual([]);
});

test('starting what runs is refused, and restarting what runs elsewhere', async () => {
  const id = await newSandbox('Moor');
  await house.app.sql`update sandboxes set status = 'running', runtime = 'external' where id = ${id}`;
  expect(await change('startSandbox', { sandboxId: id })).toMatchObject({ status: 409, code: 'conflict' });
  expect(await change('restartSandbox', { sandboxId: id })).toMatchObject({ status: 422, code: 'impossible_value' });
});

test.each(['x', 'no/id', '', 'x'.repeat(65), 7, null])(
  'an id that names nothing (%s) is told so',
  async (sandboxId) => {
    const expected = sandboxId === 'x' ? { status: 404 } : { status: 400, code: 'invalid_input' };
    expect(await read('sandbox', { sandboxId })).toMatchObject(expected);
    expect(await change('stopSandbox', { sandboxId })).toMatchObject(expected);
  },
);
