import { createECDH } from 'node:crypto';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AddTargetInput } from '#lib/contract/notifications.ts';
import { disablePerson } from '#server/accounts/disable.ts';
import { revokeSession } from '#server/accounts/sessions.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import type { BrowserSubscription } from '#server/testing/browser-subscription.ts';
import { enter, guest } from '#server/testing/personas.ts';
import { PushService } from '#server/testing/push-service.ts';
import { addDevice, listDevices, removeDevice, renameDevice } from './devices.ts';
import { sweepDevices } from './jobs.ts';
import { forgetDevices, liveDevicesOf, noteUse } from './live-devices.ts';
import { testDevice } from './test-push.ts';

let service: PushService;
let house: TestApp;
const clock = movableClock();

beforeAll(async () => {
  service = await PushService.open({ clock });
  house = await startTestApp({ clock, limits: 'generous', outbound: service.guard });
});
afterAll(async () => {
  await house.close();
  await service[Symbol.asyncDispose]();
});

const browserInput = (browser: BrowserSubscription, name = 'Firefox on Linux'): AddTargetInput & { kind: 'web' } => ({
  kind: 'web',
  subscription: browser.toJSON(),
  name,
});
const phone = (name = 'Phone'): AddTargetInput => ({ kind: 'expo', token: `ExponentPushToken[${ulid()}]`, name });

const told = async (...userIds: string[]) =>
  (await liveDevicesOf(house.app.sql, userIds, { now: clock.now() })).map(({ id }) => id);

test('a browser that was made known is listed with its name, tested, renamed and removed', async () => {
  const { app } = house;
  const { principal } = await guest(app, 'Ada');
  const browser = service.subscribe();
  const { id } = await addDevice(app, principal, browserInput(browser));
  expect((await listDevices(app, principal)).targets).toEqual([
    { id, kind: 'web', name: 'Firefox on Linux', createdAt: expect.any(Number) as number, usedAt: null, isThis: true },
  ]);

  expect(await testDevice(app, principal, id)).toEqual({ outcome: 'accepted' });
  const [arrived] = await service.first(1, browser);
  expect(arrived).toMatchObject({ urgency: 'high', push: { tag: 'test', data: { type: 'test' } } });
  expect((await listDevices(app, principal)).targets[0]?.usedAt).not.toBeNull();

  expect(await renameDevice(app, principal, { targetId: id, name: 'Desk' })).toMatchObject({ id, name: 'Desk' });
  expect(await removeDevice(app, principal, id)).toEqual({ ok: true });
  expect((await listDevices(app, principal)).targets).toEqual([]);
});

test('keys are sealed, and neither the list nor a device in it says an address', async () => {
  const { app } = house;
  const { principal } = await guest(app, 'Bea');
  const browser = service.subscribe();
  const { id } = await addDevice(app, principal, browserInput(browser));
  const [row] = await app.sql<{ keys: string }[]>`select keys from push_targets where id = ${id}`;
  expect(row?.keys).toMatch(/^v1\./);
  expect(JSON.stringify(await listDevices(app, principal))).not.toContain(browser.endpoint);
});

test('a browser that says itself again is the same one, keeps its name, and is told with its new keys', async () => {
  const { app } = house;
  const { principal, email } = await guest(app, 'Cai');
  const browser = service.subscribe();
  const first = await addDevice(app, principal, browserInput(browser));
  await renameDevice(app, principal, { targetId: first.id, name: 'Desk' });
  const { principal: again } = await enter(app, email);
  expect(await addDevice(app, again, browserInput(browser))).toMatchObject({
    id: first.id,
    name: 'Desk',
    isThis: true,
  });
  expect((await listDevices(app, principal)).targets).toMatchObject([{ id: first.id, isThis: false }]);
});

test('a device belongs to whoever signed in there last, and nothing that was on its way to it goes to them', async () => {
  const { app } = house;
  const [dan, eve] = [await guest(app, 'Dan'), await guest(app, 'Eve')];
  const browser = service.subscribe();
  const ofDan = await addDevice(app, dan.principal, browserInput(browser));
  await app.sql`
    insert into dispatches (id, kind, subject, user_id, due_at)
    values ('d', 'test', 'd', ${dan.principal.userId}, now())`;
  await app.sql`insert into dispatch_targets (dispatch_id, target_id, next_attempt_at) values ('d', ${ofDan.id}, now())`;
  const ofEve = await addDevice(app, eve.principal, browserInput(browser));
  expect(ofEve.id).not.toBe(ofDan.id);
  expect((await listDevices(app, dan.principal)).targets).toEqual([]);
  expect(await app.sql`select from dispatch_targets where dispatch_id = 'd'`).toHaveLength(0);
});

test('of people who say one address in the same moment one has it, and nobody waits for ever', async () => {
  const { app } = house;
  const people = await Promise.all(['Fay', 'Gus', 'Hal', 'Ida'].map((name) => guest(app, name)));
  for (let round = 0; round < 10; round++) {
    const browser = service.subscribe();
    await Promise.all(
      people.map(({ principal }) => addDevice(app, principal, browserInput(browser)).catch(() => null)),
    );
    expect(await app.sql`select from push_targets where address = ${browser.endpoint}`).toHaveLength(1);
  }
});

test('nobody has more than twenty, however many come at once; the same one again is none more', async () => {
  const { app } = house;
  const { principal } = await guest(app, 'Jan');
  const one = phone();
  await addDevice(app, principal, one);
  const tries = await Promise.allSettled(Array.from({ length: 25 }, () => addDevice(app, principal, phone())));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
  expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  expect((await addDevice(app, principal, one)).name).toBe('Phone');
  expect((await listDevices(app, principal)).targets).toHaveLength(20);
});

describe('who isn’t told any more', () => {
  test('a device whose session was revoked, at once, and its row goes with the next sweep', async () => {
    const { app } = house;
    const { principal, email } = await guest(app, 'Kim');
    const other = await enter(app, email);
    const mine = await addDevice(app, principal, browserInput(service.subscribe()));
    const theirs = await addDevice(app, other.principal, phone());
    await revokeSession(app, principal.sessionId);
    expect(await told(principal.userId)).toEqual([theirs.id]);
    expect((await listDevices(app, other.principal)).targets.map(({ id }) => id)).toEqual([theirs.id]);
    await expect(testDevice(app, other.principal, mine.id)).rejects.toMatchObject({ code: 'not_found' });
    await sweepDevices(app).run();
    expect(await app.sql`select id from push_targets where user_id = ${principal.userId}`).toEqual([{ id: theirs.id }]);
  });

  test('one whose session ran out', async () => {
    const { principal } = await guest(house.app, 'Lea');
    await addDevice(house.app, principal, phone());
    const [{ expiresAt } = { expiresAt: clock.now() }] = await house.app.sql<{ expiresAt: Date }[]>`
      select expires_at as "expiresAt" from sessions where id = ${principal.sessionId}`;
    const { sql } = house.app;
    const before = new Date(expiresAt.getTime() - 1);
    expect(await liveDevicesOf(sql, [principal.userId], { now: before })).toHaveLength(1);
    expect(await liveDevicesOf(sql, [principal.userId], { now: expiresAt })).toEqual([]);
  });

  test('those of somebody who was disabled, with a session or a key', async () => {
    const { app } = house;
    const { principal } = await guest(app, 'Max');
    await addDevice(app, principal, phone());
    await addDevice(app, { ...principal, sessionId: null }, phone());
    await disablePerson(app, principal.userId);
    expect(await told(principal.userId)).toEqual([]);
  });

  test('one that its push service has forgotten', async () => {
    const { app } = house;
    const { principal } = await guest(app, 'Nia');
    const browser = service.subscribe();
    const { id } = await addDevice(app, principal, browserInput(browser));
    browser.isOver = true;
    expect(await testDevice(app, principal, id)).toEqual({ outcome: 'gone' });
    expect((await listDevices(app, principal)).targets).toEqual([]);
  });
});

test('what a dispatch asks of devices: whose they are, when they took something, and that some are no more', async () => {
  const { app } = house;
  const [ola, pia] = [await guest(app, 'Ola'), await guest(app, 'Pia')];
  const ofOla = await addDevice(app, ola.principal, phone());
  const ofPia = await addDevice(app, pia.principal, phone());
  const both = await liveDevicesOf(app.sql, [ola.principal.userId, pia.principal.userId], { now: clock.now() });
  expect(new Set(both.map(({ userId }) => userId))).toEqual(new Set([ola.principal.userId, pia.principal.userId]));
  expect(await liveDevicesOf(app.sql, [], { now: clock.now() })).toEqual([]);
  const at = clock.now();
  await noteUse(app.sql, [ofOla.id], at);
  await forgetDevices(app.sql, [ofPia.id]);
  expect((await listDevices(app, ola.principal)).targets[0]?.usedAt).toBe(at.getTime());
  expect((await listDevices(app, pia.principal)).targets).toEqual([]);
});

describe('a subscription that nobody’s browser made', () => {
  const point = (() => {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    return ecdh.getPublicKey();
  })();
  const off = Buffer.from(point);
  off[64] = (off[64] ?? 0) ^ 1;
  const compressed = Buffer.concat([Buffer.from([4]), Buffer.alloc(64)]);
  const auth = Buffer.alloc(16, 7).toString('base64url');
  const good = { p256dh: point.toString('base64url'), auth };
  const at = (endpoint: string, keys = good) => ({ endpoint, keys });

  test.each<[string, object, string]>([
    [
      'a point that isn’t on the curve',
      at('https://push.example.test/a', { ...good, p256dh: off.toString('base64url') }),
      'impossible_value',
    ],
    [
      'the point of nowhere',
      at('https://push.example.test/a', { ...good, p256dh: compressed.toString('base64url') }),
      'impossible_value',
    ],
    [
      'another kind of point',
      at('https://push.example.test/a', { ...good, p256dh: `A${good.p256dh.slice(1)}` }),
      'impossible_value',
    ],
    [
      'a key that is too short',
      at('https://push.example.test/a', { ...good, p256dh: good.p256dh.slice(2) }),
      'invalid_input',
    ],
    ['a secret that is too short', at('https://push.example.test/a', { ...good, auth: 'abc' }), 'invalid_input'],
    [
      'a key that isn’t base64url',
      at('https://push.example.test/a', { ...good, p256dh: `${good.p256dh.slice(1)}!` }),
      'invalid_input',
    ],
    ['this machine', at('https://127.0.0.1/a'), 'impossible_value'],
    ['this machine by another name', at('https://[::ffff:127.0.0.1]/a'), 'impossible_value'],
    ['the cloud’s own address', at('https://169.254.169.254/latest/meta-data'), 'impossible_value'],
    ['a private network', at('https://192.168.1.1/a'), 'impossible_value'],
    ['a name of this network', at('https://router/a'), 'impossible_value'],
    ['no TLS', at('http://93.184.215.14/a'), 'impossible_value'],
    ['a password', at('https://me:secret@push.example.test/a'), 'impossible_value'],
    ['another protocol', at('file:///etc/passwd'), 'invalid_input'],
    ['an address that goes on', at(`https://push.example.test/${'a'.repeat(2_000)}`), 'invalid_input'],
    ['no keys', { endpoint: 'https://push.example.test/a' }, 'invalid_input'],
  ])('with %s is refused and leaves nothing', async (_name, subscription, code) => {
    const { headers, principal } = await guest(house.app, `Forger ${ulid()}`);
    const body = { kind: 'web', subscription, name: 'Browser' };
    const answer = await ask('POST', `${house.url}/v1/push/targets`, { headers, body });
    expect(answer).toMatchObject({ code });
    expect(await house.app.sql`select from push_targets where user_id = ${principal.userId}`).toHaveLength(0);
  });

  test.each([
    '',
    'ExponentPushToken[]',
    'https://exp.host',
    `ExponentPushToken[${'a'.repeat(201)}]`,
    'ExponentPushToken[a]b',
  ])('an app’s token like %s is none', async (token) => {
    const { headers } = await guest(house.app, `Forger ${ulid()}`);
    const body = { kind: 'expo', token, name: 'Phone' };
    expect(await ask('POST', `${house.url}/v1/push/targets`, { headers, body })).toMatchObject({ status: 400 });
  });

  test('without https no browser is taken, and the refusal says why', async () => {
    const { principal } = await guest(house.app, 'Quinn');
    const app = { ...house.app, publicUrl: 'http://chat.example.org' };
    const refused = addDevice(app, principal, browserInput(service.subscribe()));
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('https') as string,
    });
    expect((await addDevice(app, principal, phone())).kind).toBe('expo');
  });
});
