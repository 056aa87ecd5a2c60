import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Push } from '#lib/contract/notifications.ts';
import { systemClock } from '#server/clock.ts';
import { readEnv } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { ExpoService } from '#server/testing/expo-service.ts';
import type { Handed, Handing, Transport } from '../transport.ts';
import { expoTransport } from './expo.ts';

let service: ExpoService;
let expo: Transport;
let said: string[];

beforeEach(async () => {
  service = await ExpoService.open();
  expo = transport();
});
afterEach(() => service[Symbol.asyncDispose]());

function transport(more: Record<string, string> = {}): Transport {
  said = [];
  const env = readEnv({ EXPO_PUSH_URL: service.url, ...more });
  const log = createLog({ level: 'trace', format: 'json' }, { write: (line) => void said.push(line) });
  return expoTransport({ env, log, clock: systemClock });
}

function handings(count: number, more: Partial<Push> = {}): Handing[] {
  return Array.from({ length: count }, (_, n) => ({
    device: { id: ulid(), kind: 'expo', address: `ExponentPushToken[phone-${n}]`, keys: null },
    push: { id: ulid(), title: 'Harbor', body: 'Done', tag: 'a', badge: 2, data: { type: 'test' }, ...more },
    expiresAt: new Date(Date.now() + 3_600_000),
    isUrgent: false,
  }));
}

test('a message says all that an app needs, and its ticket is what may be asked for later', async () => {
  const all = handings(1).map((one) => ({ ...one, isUrgent: true }));
  const handed = await expo.hand(all);
  expect(handed).toEqual([{ outcome: 'accepted', ticket: 'ticket-1' }]);
  expect(await service.first(1)).toEqual([
    {
      to: 'ExponentPushToken[phone-0]',
      title: 'Harbor',
      body: 'Done',
      badge: 2,
      data: { type: 'test', id: all[0]?.push.id },
      sound: 'default',
      priority: 'high',
      ttl: expect.toSatisfy((ttl: number) => ttl > 3_500 && ttl <= 3_600) as number,
    },
  ]);
});

test('more than a hundred go in several requests, and each gets the ticket that is its own', async () => {
  const handed = await expo.hand(handings(250));
  expect(service.requests.map(({ count }) => count)).toEqual([100, 100, 50]);
  const tokens = handed.map((one) => (one.outcome === 'accepted' ? service.accepted.get(one.ticket ?? '')?.to : null));
  expect(tokens).toEqual(handings(250).map(({ device }) => device.address));
});

test('the access token goes along where there is one', async () => {
  await expo.hand(handings(1));
  await transport({ EXPO_ACCESS_TOKEN: 'expo-secret' }).hand(handings(1));
  expect(service.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer expo-secret']);
});

describe('what a ticket says of one message', () => {
  test.each<[string, Handed['outcome']]>([
    ['DeviceNotRegistered', 'gone'],
    ['MessageTooBig', 'refused'],
    ['InvalidCredentials', 'refused'],
    ['MismatchSenderId', 'refused'],
    ['MessageRateExceeded', 'later'],
    ['ProviderError', 'later'],
    ['SomethingNew', 'later'],
  ])('%s', async (error, outcome) => {
    service.ticket = ({ to }) => (to.includes('phone-1') ? error : null);
    const handed = await expo.hand(handings(3));
    expect(handed.map((one) => one.outcome)).toEqual(['accepted', outcome, 'accepted']);
    expect(handed[1]).toMatchObject({ error });
  });

  test.each([
    ['a ticket that is none', '{"data":[{"status":"ok","id":"a"},{"status":"perhaps"}]}', ['accepted', 'later']],
    ['fewer tickets than messages', '{"data":[{"status":"ok","id":"a"}]}', ['accepted', 'later']],
    ['no JSON', 'well', ['later', 'later']],
    ['nothing', '', ['later', 'later']],
    ['another shape', '[1,2]', ['later', 'later']],
  ])('%s', async (_name, text, outcomes) => {
    service.behave = () => ({ status: 200, text });
    const handed = await expo.hand(handings(2));
    expect(handed.map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});

describe('what the service says of a whole request', () => {
  test.each<[string, ExpoService['behave'], Handed]>([
    [
      '429',
      () => ({ status: 429, headers: { 'retry-after': '9' } }),
      { outcome: 'later', retryAfterMs: 9_000, error: 'http_429' },
    ],
    ['503', () => ({ status: 503 }), { outcome: 'later', retryAfterMs: null, error: 'http_503' }],
    ['401', () => ({ status: 401 }), { outcome: 'refused', error: 'http_401' }],
    ['a reset', () => (res) => void res.socket?.destroy(), { outcome: 'later', retryAfterMs: null, error: 'reset' }],
    [
      'garbage',
      () => (res) => void res.socket?.end('nothing of HTTP\r\n\r\n'),
      { outcome: 'later', retryAfterMs: null, error: 'bad_answer' },
    ],
  ])('%s', async (_name, behave, handed) => {
    service.behave = behave;
    expect(await expo.hand(handings(2))).toEqual([handed, handed]);
    expect(service.requests.length).toBe(1);
  });

  test('a token of another app’s project keeps nobody else from being told', async () => {
    service.behave = (messages) => {
      const isForeign = messages.map(({ to }) => to.includes('phone-7]'));
      const isMixed = isForeign.includes(true) && messages.length > 1;
      return isMixed ? { status: 400, text: '{"errors":[{"code":"PUSH_TOO_MANY_EXPERIENCE_IDS"}]}' } : null;
    };
    const handed = await expo.hand(handings(20));
    expect(handed.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'accepted'));
    expect(new Set([...service.accepted.values()].map(({ to }) => to)).size).toBe(20);
  });

  test('one that is never taken is found among the others', async () => {
    service.behave = (messages) =>
      messages.some(({ to }) => to.includes('phone-3]'))
        ? { status: 400, text: '{"errors":[{"code":"VALIDATION_ERROR"}]}' }
        : null;
    const handed = await expo.hand(handings(9));
    expect(handed.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 9 }, (_, n) => (n === 3 ? 'refused' : 'accepted')),
    );
    expect(said.join()).toContain('VALIDATION_ERROR');
  });
});

test('nobody there is a reason to wait', async () => {
  const away = transport({ EXPO_PUSH_URL: 'http://127.0.0.1:9' });
  expect(await away.hand(handings(1))).toEqual([{ outcome: 'later', retryAfterMs: null, error: 'connect' }]);
  expect(await away.receipts(['a'])).toEqual(new Map());
});

test('receipts say what became of what was accepted, and nothing of what nobody knows yet', async () => {
  await expo.hand(handings(5));
  service.receipt = ({ to }) => {
    if (to.includes('phone-1')) return 'DeviceNotRegistered';
    if (to.includes('phone-2')) return 'MessageTooBig';
    return to.includes('phone-3') ? { unknown: true } : null;
  };
  const receipts = await expo.receipts(['ticket-1', 'ticket-2', 'ticket-3', 'ticket-4', 'ticket-5', 'made-up']);
  expect(Object.fromEntries(receipts)).toEqual({
    'ticket-1': { outcome: 'delivered', error: null },
    'ticket-2': { outcome: 'gone', error: 'DeviceNotRegistered' },
    'ticket-3': { outcome: 'failed', error: 'MessageTooBig' },
    'ticket-5': { outcome: 'delivered', error: null },
  });
});

test('receipts that aren’t answered are asked for again, those of the other requests count', async () => {
  const tickets = Array.from({ length: 301 }, (_, n) => `ticket-${n + 1}`);
  await expo.hand(handings(301));
  let asked = 0;
  service.behave = () => (asked++ === 0 ? { status: 500 } : null);
  expect([...(await expo.receipts(tickets)).keys()]).toEqual(['ticket-301']);
});

test('neither tokens nor what was said stands in the log', async () => {
  service.behave = () => ({
    status: 400,
    text: '{"errors":[{"code":"BAD","message":"ExponentPushToken[phone-0] Done"}]}',
  });
  await expo.hand(handings(2));
  expect(said.join()).toContain('BAD');
  expect(said.join()).not.toMatch(/phone-|Done|Harbor/);
});
