import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createConversation } from '#server/chat/conversations/create.ts';
import { readMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { verifyWebhook } from '#lib/signing/webhook-signature.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { until } from '#server/testing/until.ts';
import { openLook } from '#server/testing/webhook-look.ts';
import { createBot } from '../create.ts';
import { rotateSecret, setEndpoint } from '../endpoints/own-endpoint.ts';
import { requestStatus } from '../read-status.ts';

const clock = stoppedClock();
const minute = 60_000;
const hour = 60 * minute;
let house: TestApp;
let maya: Omit<Person, 'password'>;
let receiver: Receiver;
let beside: Awaited<ReturnType<typeof openLook>>;
let bot: { sandboxId: string; conversationId: string; secret: string };

beforeAll(async () => {
  house = await startTestApp({ clock, env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  maya = await guest(house.app, 'Maya');
  beside = await openLook(house.app, maya.principal);
});
afterAll(async () => {
  await beside[Symbol.asyncDispose]();
  await house.close();
});

/** A bot with an endpoint that has heard of its first conversation. */
beforeEach(async () => {
  receiver = await Receiver.open();
  const { sandbox, conversationId } = await createBot(house.app, maya.principal, { label: 'Ledger' });
  const { sandboxId } = sandbox;
  const { secret } = await setEndpoint(house.app, maya.principal, { sandboxId, url: receiver.url });
  bot = { sandboxId, conversationId, secret: must(secret, 'a secret') };
  await receiver.first(1);
  await until(async () => (await statesOf()).every(({ state }) => state === 'acknowledged'));
  receiver.received.length = 0;
  return async () => {
    await house.app.sql`delete from bot_endpoints where sandbox_id = ${bot.sandboxId}`;
    await house.app.sql`update sandboxes set status = 'destroyed' where id = ${bot.sandboxId}`;
    await receiver[Symbol.asyncDispose]();
  };
});

test('a message is posted once, signed, and acknowledged by a 2xx', async () => {
  const messageId = await say('Hello');
  const [first] = await receiver.first(1);
  const { headers, text, delivery } = must(first, 'a request');
  expect(delivery).toMatchObject({ type: 'message.created', messageId, text: 'Hello', from: maya.principal.userId });
  const told = new Headers(headers as Record<string, string>);
  expect(await verifyWebhook(told, text, [bot.secret], { now: clock.now() })).toMatchObject({
    ok: true,
    id: delivery.id,
  });
  await until(async () => (await statesOf()).at(-1)?.state === 'acknowledged');
  clock.pass(48 * hour);
  await beside.look();
  expect(receiver.messageIds).toEqual([messageId]);
});

test('within a conversation they come in order, each after the one before; another conversation waits for none of them', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  receiver.behave = ({ delivery }) =>
    'text' in delivery && delivery.text === 'one' ? (res) => void held.then(() => res.end()) : 200;
  const one = await say('one');
  await receiver.first(1);
  receiver.received.length = 0;
  const [two, three] = [await say('two'), await say('three')];
  const { conversationId: other } = await createConversation(house.app, maya.principal, { sandboxId: bot.sandboxId });
  const elsewhere = await say('elsewhere', other);
  await until(() => receiver.messageIds.includes(elsewhere));
  expect(receiver.messageIds).not.toContain(two);
  release();
  await until(() => receiver.messageIds.includes(three));
  expect(receiver.messageIds.filter((id) => id !== elsewhere && id !== one)).toEqual([two, three]);
});

test('who is away is tried again for days, and people are told: late from the third time on, and at the end that it never came', async () => {
  receiver.behave = () => 503;
  const messageId = await say('Are you there?');
  const later = await say('Hello?');
  const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
  for (const [at, seconds] of waits.entries()) {
    await until(async () => (await failuresOf(messageId)) === at + 1);
    const { nextTryAt, deliveryFailed } = await messageOf(messageId);
    expect(deliveryFailed).toBe(false);
    const [row] = await deliveriesOf(messageId);
    const waited = (must(row, 'a delivery').nextAttemptAt.getTime() - clock.now().getTime()) / 1_000;
    expect(waited).toBeGreaterThanOrEqual(seconds);
    expect(waited).toBeLessThanOrEqual(seconds * 1.1);
    expect(nextTryAt).toBe(at < 2 ? null : must(row, 'a delivery').nextAttemptAt.getTime());
    clock.pass(seconds * 1_000 - 1);
    await beside.look();
    expect(await failuresOf(messageId)).toBe(at + 1);
    clock.pass(seconds * 100 + 1);
    await beside.look();
  }
  await until(async () => (await deliveriesOf(messageId))[0]?.state === 'dead');
  expect(await messageOf(messageId)).toMatchObject({ deliveryFailed: true, nextTryAt: null });
  expect(receiver.messageIds.filter((id) => id === messageId)).toHaveLength(10);
  // The next one goes now, and is no worse for having waited.
  receiver.behave = () => 200;
  await beside.look();
  await until(() => receiver.messageIds.includes(later));
  expect(await messageOf(later)).toMatchObject({ deliveryFailed: false, nextTryAt: null });
});

test('what was late and has come is told as such', async () => {
  receiver.behave = () => 500;
  const messageId = await say('Soon?');
  for (const ms of [6_000, 6 * minute]) {
    await until(async () => (await failuresOf(messageId)) > 0 && (await dueIn(messageId)) > 0);
    clock.pass(ms);
    await beside.look();
  }
  await until(async () => (await messageOf(messageId)).nextTryAt !== null);
  receiver.behave = () => 200;
  clock.pass(34 * minute);
  await beside.look();
  await until(async () => (await messageOf(messageId)).nextTryAt === null);
  expect(await messageOf(messageId)).toMatchObject({ deliveryFailed: false });
  expect((await eventsOf()).slice(-2)).toEqual(['message.delivery_delayed', 'message.delivered']);
});

test('who refuses is asked three times, and then the next one goes', async () => {
  receiver.behave = ({ delivery }) => ('text' in delivery && delivery.text === 'a word that it hates' ? 422 : 200);
  const odd = await say('a word that it hates');
  const fine = await say('A fine word');
  for (const ms of [0, 6_000, 6 * minute]) {
    clock.pass(ms);
    await beside.look();
    await until(async () => (await dueIn(odd)) > 0 || (await deliveriesOf(odd))[0]?.state === 'dead');
  }
  await until(() => receiver.messageIds.includes(fine));
  expect(receiver.messageIds.filter((id) => id === odd)).toHaveLength(3);
  expect(await messageOf(odd)).toMatchObject({ deliveryFailed: true });
});

test('who says when to come back is not asked before', async () => {
  receiver.behave = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  const messageId = await say('Not now');
  await until(async () => (await failuresOf(messageId)) === 1);
  expect(await dueIn(messageId)).toBe(hour);
  clock.pass(hour);
  const date = new Date(clock.now().getTime() + 2 * hour);
  receiver.behave = () => ({ status: 503, headers: { 'retry-after': date.toUTCString() } });
  await beside.look();
  await until(async () => (await failuresOf(messageId)) === 2);
  expect(Math.abs((await dueIn(messageId)) - 2 * hour)).toBeLessThan(1_000);
  clock.pass(3 * hour);
});

test('410 disables the endpoint, what it was to have waits, and an address set anew gets it', async () => {
  receiver.behave = () => 410;
  const messageId = await say('Anybody?');
  await until(async () => (await endpointOf())?.disabledWhy === 'gone');
  await say('Still nobody?');
  clock.pass(48 * hour);
  await beside.look();
  expect(receiver.received).toHaveLength(1);
  expect(await messageOf(messageId)).toMatchObject({ deliveryFailed: false });
  receiver.behave = () => 200;
  await setEndpoint(house.app, maya.principal, { sandboxId: bot.sandboxId, url: receiver.url });
  await until(() => receiver.messageIds.length === 3);
});

test('what waits for its next try goes at once to an address that is set anew', async () => {
  receiver.behave = () => 500;
  const messageId = await say('Wrong door');
  await until(async () => (await failuresOf(messageId)) === 1);
  await using moved = await Receiver.open();
  await setEndpoint(house.app, maya.principal, { sandboxId: bot.sandboxId, url: moved.url });
  await until(() => moved.messageIds.includes(messageId));
  await until(async () => (await deliveriesOf(messageId))[0]?.state === 'acknowledged');
  expect(moved.messageIds).toEqual([messageId]);
});

test('while a secret is replaced both sign, and after a day only the new one', async () => {
  const { secret } = await rotateSecret(house.app, maya.principal, bot.sandboxId);
  const fresh = must(secret, 'a secret');
  const signedBy = async (count: number) => {
    await say('Signed');
    const { headers, text } = must((await receiver.first(count)).at(-1), 'a request');
    const told = new Headers(headers as Record<string, string>);
    const by = (one: string) => verifyWebhook(told, text, [one], { now: clock.now() });
    return [(await by(bot.secret)).ok, (await by(fresh)).ok];
  };
  expect(await signedBy(1)).toEqual([true, true]);
  clock.pass(25 * hour);
  expect(await signedBy(2)).toEqual([false, true]);
});

test('somebody who looks has the agent asked for a sign of life, and it is none of its deliveries', async () => {
  const { sandboxId } = bot;
  clock.pass(10 * minute);
  const presence = async () => (await requestStatus(house.app, maya.principal, sandboxId)).cached.presence;
  expect(await presence()).not.toBe('online');
  await until(async () => (await presence()) === 'online');
  expect(new Set(receiver.received.map(({ delivery }) => delivery.type))).toEqual(new Set(['bot.status_request']));
  clock.pass(10 * minute);
  receiver.behave = () => 404;
  await until(async () => (await presence()) === 'offline');
});

test('a redirect is followed nowhere, and is a failure', async () => {
  await using elsewhere = await Receiver.open();
  receiver.behave = () => ({ status: 307, headers: { location: elsewhere.url } });
  const messageId = await say('This way');
  await until(async () => (await failuresOf(messageId)) === 1);
  expect(elsewhere.received).toEqual([]);
});

async function say(text: string, conversationId = bot.conversationId): Promise<string> {
  const sent = await send(house.app, maya.principal, { conversationId, content: [{ type: 'text', text }] });
  await until(async () => (await deliveriesOf(sent.messageId)).length > 0);
  return sent.messageId;
}

async function messageOf(messageId: string) {
  const [message] = await readMessages(house.app.sql, bot.conversationId, [messageId]);
  return must(message, 'the message');
}

interface DeliveryState {
  state: string;
  failures: number;
  nextAttemptAt: Date;
}

function deliveriesOf(messageId: string) {
  return house.app.sql<DeliveryState[]>`
    select state, failures, next_attempt_at as "nextAttemptAt" from deliveries where message_id = ${messageId} order by id`;
}

async function failuresOf(messageId: string): Promise<number> {
  return (await deliveriesOf(messageId))[0]?.failures ?? 0;
}

async function dueIn(messageId: string): Promise<number> {
  const [row] = await deliveriesOf(messageId);
  return must(row, 'a delivery').nextAttemptAt.getTime() - clock.now().getTime();
}

function statesOf() {
  return house.app.sql<DeliveryState[]>`
    select state from deliveries where sandbox_id = ${bot.sandboxId} order by id`;
}

async function endpointOf() {
  const [row] = await house.app.sql<{ disabledWhy: string | null }[]>`
    select disabled_why as "disabledWhy" from bot_endpoints where sandbox_id = ${bot.sandboxId}`;
  return row;
}

async function eventsOf(): Promise<string[]> {
  const rows = await house.app.sql<{ type: string }[]>`
    select type from events where context = ${`/kiloclaw/${bot.sandboxId}/${bot.conversationId}`} order by seq`;
  return rows.map(({ type }) => type);
}
