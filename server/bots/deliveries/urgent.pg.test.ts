import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import type { Delivery } from '#lib/contract/bots.ts';
import { must } from '#lib/std/must.ts';
import { reportDeliveryFailed } from '#server/chat/approvals/revert.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { readMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { finish } from '#server/chat/streams/finish.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { BotStream, type BotAccess } from '#server/testing/bot-stream.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople, type Question } from '#server/testing/question.ts';
import { until } from '#server/testing/until.ts';
import { sweepDeliveries } from '../jobs.ts';
import { createKey } from '../keys.ts';
import { endOverdue } from './urgent.ts';

const clock = movableClock();
const minute = 60_000;
let house: TestApp;
let maya: Omit<Person, 'password'>;
let bot: BotAccess;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  bot = {
    base: `${house.url}/bot/v1/sandboxes/${maya.sandboxId}`,
    headers: { authorization: `Bearer ${key}` },
  };
});
afterAll(() => house.close());

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const words = (text: string) => [{ type: 'text' as const, text }];

test('a decision goes at once to the agent that asked, though it has not dealt with what came before', async () => {
  const question = await asked();
  await using stream = await BotStream.open(bot);
  await stream.next('conversation.created');
  const { resolved } = await decide(question);
  const told = await decisionOf(stream, question);
  expect(told).toMatchObject({
    ...question,
    type: 'action.executed',
    value: 'allow-once',
    executedBy: maya.principal.userId,
    resolutionId: resolved.resolutionId,
    executedAt: new Date(resolved.resolvedAt).toISOString(),
  });
  expect(await acknowledge([told.id])).toMatchObject({ status: 200, body: { acknowledged: 1 } });
  clock.pass(11 * minute);
  expect((await endOverdue(house.app)).ended).toBe(0);
  expect(await cardOf(question)).toMatchObject({ state: 'decided', resolved: { isUnconfirmed: false } });
});

test('a decision lives for ten minutes, or for as long as its question does', async () => {
  const soon = clock.now().getTime() + 4 * minute;
  const [short, long] = [await asked(soon), await asked()];
  await using stream = await BotStream.open(bot);
  for (const question of [short, long]) {
    const { resolved } = await decide(question);
    const told = await decisionOf(stream, question);
    const end = question === short ? soon : resolved.resolvedAt + 10 * minute;
    expect(new Date(told.expiresAt).getTime()).toBe(end);
    await acknowledge([told.id]);
  }
});

test('a decision that could not be sent in its time is taken back, and the question waits again', async () => {
  const question = await asked();
  const { resolved } = await decide(question);
  await until(() => deliveryOf(question));
  clock.pass(10 * minute);
  await using stream = await BotStream.open(bot);
  await Promise.all(Array.from({ length: 5 }, () => endOverdue(house.app)));
  expect(await cardOf(question)).toMatchObject({ state: 'pending', undone: { resolutionId: resolved.resolutionId } });
  expect(await eventsOf(question)).toEqual(['message.created', 'action.executed', 'action.delivery_failed']);
  const again = await decide(question);
  expect((await decisionOf(stream, question)).resolutionId).toBe(again.resolved.resolutionId);
});

test('a decision that was sent and never acknowledged may have had an effect: that is said, and stays said', async () => {
  const question = await asked();
  await using stream = await BotStream.open(bot);
  const before = await stream.next('conversation.created');
  await decide(question);
  const told = await decisionOf(stream, question);
  clock.pass(10 * minute);
  expect(await acknowledge([before.id, told.id])).toMatchObject({ status: 409, code: 'conflict' });
  await Promise.all(Array.from({ length: 5 }, () => endOverdue(house.app)));
  expect(await cardOf(question)).toMatchObject({ state: 'decided', resolved: { isUnconfirmed: true } });
  expect(await eventsOf(question)).toEqual(['message.created', 'action.executed', 'action.unconfirmed']);
  expect(await acknowledge([told.id])).toMatchObject({ status: 409, code: 'conflict' });
  expect(await acknowledge([before.id])).toMatchObject({ status: 200, body: { acknowledged: 1 } });
});

test('the agent itself may still say that nothing came of what it never confirmed', async () => {
  const question = await asked();
  const stream = await BotStream.open(bot);
  const { resolved } = await decide(question);
  await decisionOf(stream, question);
  await stream[Symbol.asyncDispose]();
  clock.pass(10 * minute);
  await endOverdue(house.app);
  const { resolutionId } = resolved;
  expect(await reportDeliveryFailed(house.app, agent(), { ...question, resolutionId })).toMatchObject({
    reverted: true,
  });
  expect(await cardOf(question)).toMatchObject({ state: 'pending', resolved: null });
});

test('a decision that was undone before it could be sent is not told', async () => {
  const question = await asked();
  await decide(question);
  const delivery = await until(() => deliveryOf(question));
  await reportDeliveryFailed(house.app, agent(), question);
  await using stream = await BotStream.open(bot);
  await until(async () => (await deliveryOf(question))?.state === 'acknowledged');
  expect(stream.deliveries.map(({ id }) => id)).not.toContain(delivery.id);
});

test('a week after it was over nothing is left of it', async () => {
  const question = await asked();
  await decide(question);
  await until(() => deliveryOf(question));
  clock.pass(10 * minute);
  await endOverdue(house.app);
  const { run } = sweepDeliveries(house.app);
  clock.pass(6 * 1_440 * minute);
  await run();
  expect(await deliveryOf(question)).toMatchObject({ state: 'dead' });
  clock.pass(2 * 1_440 * minute);
  await run();
  expect(await deliveryOf(question)).toBeUndefined();
});

test('an agent is told at once that somebody has read enough, and not once its message has ended', async () => {
  const { conversationId } = await conversation();
  const [ended, open] = [await opened(conversationId), await opened(conversationId)];
  await requestStop(house.app, maya.principal, { conversationId, messageId: ended });
  await finish(house.app, agent(), { conversationId, messageId: ended, content: [] });
  await using stream = await BotStream.open(bot);
  await requestStop(house.app, maya.principal, { conversationId, messageId: open });
  await stream.next('message.stop_requested');
  const told = stream.deliveries.filter(({ type }) => type === 'message.stop_requested');
  expect(told).toEqual([{ id: expect.any(String), type: 'message.stop_requested', conversationId, messageId: open }]);
  clock.pass(10_000);
  expect(await acknowledge(told.map(({ id }) => id))).toMatchObject({ status: 409 });
});

test('who makes deliveries is woken by the wish that an agent stop, once', async () => {
  const { conversationId } = await conversation();
  const messageId = await opened(conversationId);
  const woken: string[] = [];
  const forget = house.app.realtime.onWake((contexts) => void woken.push(...contexts));
  for (let n = 0; n < 2; n++) await requestStop(house.app, maya.principal, { conversationId, messageId });
  forget();
  expect(woken).toEqual([`/kiloclaw/${maya.sandboxId}/${conversationId}`]);
});

async function conversation() {
  return createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
}

async function asked(expiresAt = clock.now().getTime() + 60 * minute): Promise<Question> {
  const { conversationId } = await conversation();
  return askPeople(house.app, { sandboxId: maya.sandboxId, conversationId }, { expiresAt });
}

async function opened(conversationId: string): Promise<string> {
  const message = { conversationId, content: words('It begins'), streaming: true };
  return (await send(house.app, agent(), message)).messageId;
}

function decide(question: Question) {
  return executeAction(house.app, maya.principal, { ...question, value: 'allow-once' });
}

type Decided = Extract<Delivery, { type: 'action.executed' }>;

function decisionOf(stream: BotStream, { messageId }: Question): Promise<Decided> {
  return until(() =>
    stream.deliveries.findLast(
      (told): told is Decided => told.type === 'action.executed' && told.messageId === messageId,
    ),
  );
}

function acknowledge(ids: string[]) {
  return ask('POST', `${bot.base}/deliveries/ack`, { headers: bot.headers, body: { ids } });
}

async function cardOf({ conversationId, messageId }: Question): Promise<ApprovalBlock> {
  const [message] = await readMessages(house.app.sql, conversationId, [messageId]);
  const card = must(message, 'the message').content.find((block) => block.type === 'actions');
  return must(card, 'a card');
}

async function deliveryOf({ messageId }: Question): Promise<{ id: string; state: string } | undefined> {
  const [row] = await house.app.sql<{ id: string; state: string }[]>`
    select id, state from deliveries where message_id = ${messageId} and lane = 'urgent' order by id desc`;
  return row;
}

async function eventsOf({ conversationId }: Question): Promise<string[]> {
  const rows = await house.app.sql<{ type: string }[]>`
    select type from events where context = ${`/kiloclaw/${maya.sandboxId}/${conversationId}`} order by seq`;
  return rows.map(({ type }) => type);
}
