import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Push } from '#lib/contract/notifications.ts';
import { must } from '#lib/std/must.ts';
import { createLog } from '#server/log.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import type { BrowserSubscription } from '#server/testing/browser-subscription.ts';
import { misbehaviour, PushService } from '#server/testing/push-service.ts';
import type { Handed, Handing } from '../transport.ts';
import { vapidOf } from '../vapid.ts';
import { sealKeys } from './encryption.ts';
import { webTransport } from './web.ts';

let service: PushService;
let house: TestApp;

beforeAll(async () => {
  service = await PushService.open();
  house = await startTestApp({ outbound: service.guard, env: { PUBLIC_URL: 'https://chat.example.org' } });
});
afterAll(async () => {
  await house.close();
  await service[Symbol.asyncDispose]();
});
afterEach(() => {
  service.behave = () => 201;
});

function pushOf(more: Partial<Push> = {}): Push {
  const data = { type: 'test' as const };
  return { id: ulid(), title: 'Harbor · Builds', body: 'The build is green ✅', tag: 'a:b', badge: 3, data, ...more };
}

function handing(browser: BrowserSubscription, push: Push, more: Partial<Handing> = {}): Handing {
  const { endpoint, keys } = browser.toJSON();
  const device = { id: ulid(), kind: 'web' as const, address: endpoint, keys: sealKeys(house.app, endpoint, keys) };
  return { device, push, expiresAt: new Date(Date.now() + 3_600_000), isUrgent: false, ...more };
}

async function hand(browser: BrowserSubscription, push = pushOf(), more: Partial<Handing> = {}): Promise<Handed> {
  const [handed] = await webTransport(house.app).hand([handing(browser, push, more)]);
  return must(handed, 'what became of it');
}

const lastOf = ({ endpoint }: BrowserSubscription) =>
  must(
    service.arrived.findLast((one) => one.endpoint === endpoint),
    'a push',
  );

test('a push arrives whole at its browser, signed by the very key that this one subscribed with', async () => {
  const { publicKey } = await vapidOf(house.app);
  const browser = service.subscribe(publicKey);
  const push = pushOf();
  expect(await hand(browser, push)).toEqual({ outcome: 'accepted', ticket: null });
  expect(lastOf(browser).push).toEqual(push);
  expect(service.objections).toEqual([]);
});

test('what waits for a decision is urgent, and what is of no use any more isn’t kept', async () => {
  const browser = service.subscribe();
  await hand(browser, pushOf(), { isUrgent: true, expiresAt: new Date(Date.now() + 90_500) });
  expect(lastOf(browser).urgency).toBe('high');
  expect([89, 90]).toContain(lastOf(browser).ttl);
  await hand(browser, pushOf(), { expiresAt: new Date(Date.now() - 1_000) });
  expect(lastOf(browser)).toMatchObject({ ttl: 0, urgency: 'normal' });
  await hand(browser, pushOf(), { expiresAt: new Date(Date.now() + 400 * 86_400_000) });
  expect(lastOf(browser).ttl).toBe(28 * 86_400);
});

test('two pushes of one tag have one topic, so that the newer replaces the older where it waits; other tags have others', async () => {
  const browser = service.subscribe();
  const topics: (string | undefined)[] = [];
  for (const tag of ['one', 'one', `two ${'x'.repeat(190)}`]) {
    await hand(browser, pushOf({ tag }));
    topics.push(lastOf(browser).topic);
  }
  expect(topics[1]).toBe(topics[0]);
  expect(topics[2]).not.toBe(topics[0]);
  expect(topics.join()).not.toContain('one');
});

test.each([
  ['letters of four bytes', '🦀'.repeat(500)],
  ['what JSON writes with six', '\u0001'.repeat(1_000)],
  ['as much as there may be', 'x'.repeat(1_000)],
])('a long text in %s loses its end at most, and never half of a letter', async (_name, body) => {
  const browser = service.subscribe();
  const push = pushOf({ title: '🦀'.repeat(125), body, tag: 't'.repeat(200) });
  expect(await hand(browser, push)).toMatchObject({ outcome: 'accepted' });
  const { push: arrived } = lastOf(browser);
  expect({ ...arrived, body }).toEqual(push);
  expect(body.startsWith(arrived.body)).toBe(true);
  expect(arrived.body.isWellFormed()).toBe(true);
  expect(arrived.body.length).toBeGreaterThan(300);
});

describe('what a push service answers', () => {
  test.each<[string, PushService['behave'], Handed]>([
    ['200', () => 200, { outcome: 'accepted', ticket: null }],
    ['202', () => 202, { outcome: 'accepted', ticket: null }],
    ['404', () => 404, { outcome: 'gone', error: 'http_404' }],
    ['410', () => 410, { outcome: 'gone', error: 'http_410' }],
    [
      '429',
      () => ({ status: 429, headers: { 'retry-after': '7' } }),
      { outcome: 'later', retryAfterMs: 7_000, error: 'http_429' },
    ],
    ['500', () => 500, { outcome: 'later', retryAfterMs: null, error: 'http_500' }],
    [
      '503',
      () => ({ status: 503, headers: { 'retry-after': '3' } }),
      { outcome: 'later', retryAfterMs: 3_000, error: 'http_503' },
    ],
    ['400', () => 400, { outcome: 'refused', error: 'http_400' }],
    ['401', () => 401, { outcome: 'refused', error: 'http_401' }],
    ['403', () => 403, { outcome: 'refused', error: 'http_403' }],
    ['413', () => 413, { outcome: 'refused', error: 'http_413' }],
    [
      'a redirect',
      () => ({ status: 307, headers: { location: 'http://127.0.0.1/' } }),
      { outcome: 'refused', error: 'http_307' },
    ],
    ['a reset', () => misbehaviour.reset, { outcome: 'later', retryAfterMs: null, error: 'reset' }],
    ['garbage', () => misbehaviour.garbage, { outcome: 'later', retryAfterMs: null, error: 'bad_answer' }],
  ])('%s', async (_name, behave, handed) => {
    service.behave = behave;
    expect(await hand(service.subscribe())).toEqual(handed);
  });

  test('nobody there any more, and nobody of that name', async () => {
    const browser = service.subscribe();
    browser.isOver = true;
    expect(await hand(browser)).toEqual({ outcome: 'gone', error: 'http_410' });
  });
});

test('a refusal is logged in the service’s words, without the address or whatever else it repeats', async () => {
  const said: string[] = [];
  const log = createLog({ level: 'trace', format: 'json' }, { write: (line) => void said.push(line) });
  const browser = service.subscribe();
  const { keys } = browser.toJSON();
  service.behave = () => ({ status: 403, text: `BadJwtToken\r\n${browser.endpoint} ${keys.p256dh} ${keys.auth}` });
  await webTransport({ ...house.app, log }).hand([handing(browser, pushOf())]);
  expect(said.join()).toContain('BadJwtToken');
  expect(said.join()).not.toContain(new URL(browser.endpoint).pathname);
  expect(said.join()).not.toMatch(new RegExp(`${keys.auth}|${keys.p256dh}|The build`));
});

test('one device that misbehaves holds none of the others up, and each is told of its own', async () => {
  const browsers = Array.from({ length: 5 }, () => service.subscribe());
  const [, broken, over] = browsers;
  must(over, 'a browser').isOver = true;
  service.behave = ({ endpoint }) => (endpoint === broken?.endpoint ? misbehaviour.reset : 201);
  const handed = await webTransport(house.app).hand(browsers.map((browser) => handing(browser, pushOf())));
  expect(handed.map(({ outcome }) => outcome)).toEqual(['accepted', 'later', 'gone', 'accepted', 'accepted']);
});

test('an address of this machine or its network is never called', async () => {
  const { keys } = service.subscribe().toJSON();
  const called: string[] = [];
  for (const endpoint of [
    'https://127.0.0.1/send/1',
    'https://[::1]/send/1',
    'https://169.254.169.254/latest',
    service.origin.replace('push.', 'other.'),
  ]) {
    const device = { id: ulid(), kind: 'web' as const, address: endpoint, keys: sealKeys(house.app, endpoint, keys) };
    const one = { device, push: pushOf(), expiresAt: new Date(Date.now() + 60_000), isUrgent: false };
    const [handed] = await webTransport(house.app).hand([one]);
    if (handed?.outcome === 'accepted') called.push(endpoint);
  }
  expect(called).toEqual([]);
});

test('without https nothing is sent to a browser at all', async () => {
  const app = { ...house.app, publicUrl: 'http://chat.example.org' };
  const browser = service.subscribe();
  expect(await webTransport(app).hand([handing(browser, pushOf())])).toEqual([
    { outcome: 'refused', error: 'no_https' },
  ]);
  expect(service.arrived.filter(({ endpoint }) => endpoint === browser.endpoint)).toEqual([]);
});

test('keys that were moved to another address don’t open there, and the other devices get theirs', async () => {
  const [mine, theirs, third] = [service.subscribe(), service.subscribe(), service.subscribe()];
  const moved = handing(mine, pushOf());
  moved.device.address = theirs.endpoint;
  const handed = await webTransport(house.app).hand([moved, handing(third, pushOf())]);
  expect(handed).toEqual([
    { outcome: 'refused', error: 'unreadable_keys' },
    { outcome: 'accepted', ticket: null },
  ]);
});
