import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { createKey } from '#server/accounts/api-keys.ts';
import { deletePerson } from '#server/accounts/delete.ts';
import { disablePerson } from '#server/accounts/disable.ts';
import { setOperator } from '#server/accounts/operators.ts';
import { addDevice } from '#server/notifications/devices.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';

type Guest = Omit<Person, 'password'>;

const clock = movableClock();
let house: TestApp;
/** The operators. */
let maya: Guest;
let omar: Guest;

beforeAll(async () => {
  house = await startTestApp({ clock, limits: 'generous' });
  maya = await person(house.app, 'Maya');
  omar = await guest(house.app, 'Omar');
  await house.app.sql`update users set is_operator = true where id = ${omar.principal.userId}`;
});
afterAll(() => house.close());

function change(procedure: string, input: object, by: Guest = maya): Promise<Answer> {
  const body = { reason: 'a test asks', ...input };
  return ask('POST', `${house.url}/api/trpc/admin.${procedure}`, { headers: by.headers, body });
}

function read(procedure: string, input: object): Promise<Answer> {
  const query = encodeURIComponent(JSON.stringify(input));
  return ask('GET', `${house.url}/api/trpc/admin.${procedure}?input=${query}`, { headers: maya.headers });
}

async function detail({ principal: { userId } }: Guest): Promise<PersonDetail> {
  return (await read('person', { userId })).body.result.data;
}

async function signedIn({ headers }: Guest): Promise<boolean> {
  return (await ask('GET', `${house.url}/api/trpc/accounts.me`, { headers })).status === 200;
}

const idOf = ({ principal: { userId } }: Guest) => ({ userId });

test('a page about somebody has their keys and devices by name, and never what opens or reaches something', async () => {
  const jonas = await guest(house.app, 'Jonas');
  const { key } = await createKey(house.app, jonas.principal, { name: 'backup' });
  await addDevice(house.app, jonas.principal, { kind: 'expo', token: 'ExponentPushToken[secret]', name: 'Phone' });
  const { text } = await read('person', idOf(jonas));
  expect(text).not.toContain(key);
  expect(text).not.toContain('ExponentPushToken');
  expect(text).not.toContain(jonas.principal.sessionId);
  expect(await detail(jonas)).toMatchObject({
    email: jonas.email,
    hasPassword: false,
    conversations: 1,
    keys: [{ name: 'backup' }],
    devices: [{ name: 'Phone', kind: 'expo', usedAt: null }],
    sandboxes: [{ sandboxId: jonas.sandboxId }],
    organizations: [],
    identities: [],
  });
});

test('a device and a key that an operator takes away are gone, and a second time not found', async () => {
  const jonas = await guest(house.app, 'Jonas of the devices');
  const { key } = await createKey(house.app, jonas.principal, { name: 'backup' });
  await addDevice(house.app, jonas.principal, { kind: 'expo', token: 'ExponentPushToken[two]', name: 'Phone' });
  const { keys, devices } = await detail(jonas);
  const bearer = { headers: { authorization: `Bearer ${key}` } };
  expect((await ask('GET', `${house.url}/v1/conversations`, bearer)).status).toBe(200);
  for (const [procedure, id] of [
    ['revokeKey', keys[0]?.id],
    ['removeDevice', devices[0]?.id],
  ] as const) {
    // Of somebody else it is not found, either.
    expect(await change(procedure, { ...idOf(omar), id })).toMatchObject({ status: 404 });
    expect((await change(procedure, { ...idOf(jonas), id })).status).toBe(200);
    expect(await change(procedure, { ...idOf(jonas), id })).toMatchObject({ status: 404, code: 'not_found' });
  }
  expect(await detail(jonas)).toMatchObject({ keys: [], devices: [] });
  expect((await ask('GET', `${house.url}/v1/conversations`, bearer)).status).toBe(401);
});

test('all of somebody’s sessions end at once, and they may come back', async () => {
  const jonas = await guest(house.app, 'Jonas of the sessions');
  const other = { ...jonas, ...(await enter(house.app, jonas.email)) };
  expect((await change('revokeSessions', idOf(jonas))).status).toBe(200);
  expect([await signedIn(jonas), await signedIn(other)]).toEqual([false, false]);
  expect((await detail(jonas)).sessions).toEqual([]);
  expect(await signedIn({ ...jonas, ...(await enter(house.app, jonas.email)) })).toBe(true);
});

test('of two who decide the same, the second is told', async () => {
  const jonas = await guest(house.app, 'Jonas of the two');
  for (const procedure of ['disable', 'enable', 'makeOperator', 'unmakeOperator']) {
    expect((await change(procedure, idOf(jonas))).status).toBe(200);
    expect(await change(procedure, idOf(jonas), omar)).toMatchObject({ status: 409, code: 'conflict' });
  }
  expect(await detail(jonas)).toMatchObject({ isOperator: false, disabledAt: null });
});

test('who is made an operator is one with their next request, and who is unmade finds nothing there', async () => {
  const jonas = await guest(house.app, 'Jonas the operator');
  const tried = () =>
    ask('GET', `${house.url}/api/trpc/admin.people?input=%7B%7D`, { headers: jonas.headers }).then(
      ({ status }) => status,
    );
  expect(await tried()).toBe(404);
  await change('makeOperator', idOf(jonas));
  expect(await tried()).toBe(200);
  await change('unmakeOperator', idOf(jonas));
  expect(await tried()).toBe(404);
});

test('lists narrow to operators and to who is disabled', async () => {
  const jonas = await guest(house.app, 'Jonas the disabled');
  await change('disable', idOf(jonas));
  const names = async (show: string) =>
    (await read('people', { show })).body.result.data.people.map(({ name }: { name: string }) => name);
  expect(await names('disabled')).toEqual(['Jonas the disabled']);
  expect(await names('operators')).toEqual(['Omar', 'Maya']);
  expect(await names('active')).not.toContain('Jonas the disabled');
  expect(await read('people', { show: 'gone' })).toMatchObject({ status: 400, code: 'invalid_input' });
});

test('an export goes to the operator who asked for it, for a few minutes, and says who asked and why', async () => {
  const jonas = await guest(house.app, 'Jonas of the export');
  const { path } = (await change('exportPerson', { ...idOf(jonas), reason: 'He asked' })).body.result.data;
  const take = (where: string, { headers }: Guest) => ask('GET', `${house.url}${where}`, { headers });
  const document = JSON.parse((await take(path, maya)).text);
  expect(document).toMatchObject({ account: { email: jonas.email }, conversations: [{}] });
  expect((await take(path, omar)).status).toBe(404);
  expect((await take(path, jonas)).status).toBe(404);
  expect((await take(path.replace(jonas.principal.userId, omar.principal.userId), maya)).status).toBe(404);
  expect((await take(path.replace(/signature=./, 'signature=_'), maya)).status).toBe(404);
  const [entry] = await house.app.sql`
    select actor_name as actor, subject_name as subject, reason from audit_entries where action = 'person.exported'`;
  expect(entry).toEqual({ actor: 'Maya', subject: 'Jonas of the export', reason: 'He asked' });
  clock.pass(6 * 60_000);
  expect((await take(path, maya)).status).toBe(404);
});

test('an account goes only with its address, and then with all that was theirs', async () => {
  const jonas = await guest(house.app, 'Jonas who goes');
  const wrong = await change('deletePerson', { ...idOf(jonas), email: omar.email });
  expect(wrong).toMatchObject({ status: 422, code: 'impossible_value' });
  expect(await signedIn(jonas)).toBe(true);
  const input = { ...idOf(jonas), email: jonas.email };
  const answers = await Promise.all([change('deletePerson', input), change('deletePerson', input, omar)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  expect(await signedIn(jonas)).toBe(false);
  const [left] = await house.app.sql`select count(*) from sandboxes where owner_id = ${jonas.principal.userId}`;
  expect(left).toEqual({ count: 0 });
  expect(await read('person', idOf(jonas))).toMatchObject({ status: 404, code: 'not_found' });
});

test('whatever two operators do to each other in the same moment, one of them stays', async () => {
  const { app } = house;
  const deeds = [
    (userId: string) => setOperator(app, userId, false),
    (userId: string) => disablePerson(app, userId),
    (userId: string) => deletePerson(app, userId),
  ];
  for (const deed of deeds) {
    const one = await guest(app, `One ${deeds.indexOf(deed)}`);
    const other = await guest(app, `Other ${deeds.indexOf(deed)}`);
    await app.sql`update users set is_operator = id in (${one.principal.userId}, ${other.principal.userId})`;
    const outcomes = await Promise.allSettled([deed(one.principal.userId), deed(other.principal.userId)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [row] = await app.sql`select count(*) from users where is_operator and disabled_at is null`;
    expect(row).toEqual({ count: 1 });
  }
  await app.sql`update users set is_operator = id in (${maya.principal.userId}, ${omar.principal.userId})`;
});

test('the last operator can’t be unmade, disabled or deleted', async () => {
  await change('unmakeOperator', idOf(omar));
  for (const procedure of ['unmakeOperator', 'disable', 'deletePerson']) {
    const refused = await change(procedure, { ...idOf(maya), email: maya.email });
    expect(refused).toMatchObject({ status: 409, code: 'last_operator' });
  }
});
