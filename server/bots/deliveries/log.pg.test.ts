import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryItem } from '#lib/contract/deliveries.ts';
import { must } from '#lib/std/must.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { redeliver, reportMessageFailed } from '#server/chat/messages/redeliver.ts';
import { send } from '#server/chat/messages/send.ts';
import { addReaction, removeReaction } from '#server/chat/reactions.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { until } from '#server/testing/until.ts';
import { createBot } from '../create.ts';
import { subscribe } from '../subscriptions.ts';
import { listDeliveries, readDelivery } from './log.ts';
import { replayDead, replayDelivery } from './replay.ts';

type Guest = Omit<Person, 'password'>;
let house: TestApp;
let maya: Guest;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];

async function newBot() {
  const { sandbox, conversationId } = await createBot(house.app, maya.principal, { label: 'Ledger' });
  const agent = { kind: 'bot', sandboxId: sandbox.sandboxId, keyId: 'test' } as const;
  return { sandboxId: sandbox.sandboxId, conversationId, agent };
}

async function all(sandboxId: string, limit = 100): Promise<DeliveryItem[]> {
  const found: DeliveryItem[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await listDeliveries(house.app, maya.principal, { sandboxId, cursor, limit });
    found.push(...page.deliveries);
    cursor = page.nextCursor;
    if (cursor === null) return found;
  }
}

/** Says something, and waits until it is on its way. */
async function say(conversationId: string, text: string): Promise<string> {
  const { messageId } = await send(house.app, maya.principal, { conversationId, content: words(text) });
  await until(async () => (await house.app.sql`select from deliveries where message_id = ${messageId}`)[0]);
  return messageId;
}

/** As a month of silence leaves it. */
async function giveUp(messageId: string): Promise<void> {
  await house.app
    .sql`update deliveries set state = 'sent', attempts = 1 where message_id = ${messageId} and state = 'pending'`;
  await house.app.sql`
    select (note_failed_try(id, 1, now(), null, false)).outcome from deliveries
    where message_id = ${messageId} and state = 'sent'`;
}

test('an agent’s deliveries are paged, the newest first, each once, in as many statements for many as for few', async () => {
  const { sandboxId, conversationId } = await newBot();
  for (const text of ['one', 'two', 'three', 'four']) await say(conversationId, text);
  const ids = (await all(sandboxId)).map(({ id }) => id);
  expect(ids).toHaveLength(5);
  expect(ids).toEqual(ids.toSorted().toReversed());
  expect((await all(sandboxId, 2)).map(({ id }) => id)).toEqual(ids);
  const counted = countStatements(house.app);
  await listDeliveries(counted.app, maya.principal, { sandboxId, limit: 1 });
  const few = counted.take();
  await listDeliveries(counted.app, maya.principal, { sandboxId, limit: 100 });
  expect([few, counted.take()]).toEqual([3, 3]);
});

test('what was given up stands among the dead, goes again once, and its message says so', async () => {
  const { sandboxId, conversationId } = await newBot();
  const messageId = await say(conversationId, 'lost');
  await giveUp(messageId);
  const page = await listDeliveries(house.app, maya.principal, { sandboxId, only: 'dead', limit: 10 });
  expect(page).toMatchObject({ dead: 1, deliveries: [{ messageId, state: 'dead', nextTryAt: null }] });
  const { id: deliveryId } = must(page.deliveries[0], 'a delivery');
  expect(await replayDelivery(house.app, maya.principal, { sandboxId, deliveryId })).toEqual({ ok: true, replayed: 1 });
  const again = replayDelivery(house.app, maya.principal, { sandboxId, deliveryId });
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
  await until(async () => (await all(sandboxId)).filter((one) => one.messageId === messageId).length === 2);
  const states = (await all(sandboxId)).filter((one) => one.messageId === messageId).map(({ state }) => state);
  expect(states).toEqual(['waiting', 'over']);
  expect((await listDeliveries(house.app, maya.principal, { sandboxId, only: 'dead', limit: 10 })).dead).toBe(0);
});

test('of an author and a keeper who both want it again at the same time, one brings it about', async () => {
  const { sandboxId, conversationId } = await newBot();
  const messageId = await say(conversationId, 'lost');
  await giveUp(messageId);
  const wishes = await Promise.all([
    ...Array.from({ length: 5 }, () => redeliver(house.app, maya.principal, { conversationId, messageId })),
    ...Array.from({ length: 5 }, () => replayDead(house.app, maya.principal, { sandboxId })),
  ]);
  const came = wishes.map((one) => ('replayed' in one ? one.replayed : Number(one.redelivered)));
  expect(came.reduce((sum, one) => sum + one)).toBe(1);
  await until(async () => (await all(sandboxId)).filter((one) => one.messageId === messageId).length === 2);
});

test('only its author has a message delivered again, and only while it is given up', async () => {
  const { sandboxId, conversationId, agent } = await newBot();
  const zoe = await guest(house.app, 'Zoe');
  await organize(house.app, sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  await house.app.sql`
    insert into conversation_members (conversation_id, member_id, kind) values (${conversationId}, ${zoe.principal.userId}, 'user')`;
  const messageId = await say(conversationId, 'hello');
  const again = (who: Guest) => redeliver(house.app, who.principal, { conversationId, messageId });
  expect(await again(maya)).toEqual({ ok: true, redelivered: false });
  await reportMessageFailed(house.app, agent, { conversationId, messageId });
  await expect(again(zoe)).rejects.toMatchObject({ code: 'forbidden' });
  const jonas = await guest(house.app, 'Jonas');
  await expect(again(jonas)).rejects.toMatchObject({ code: 'not_found' });
  expect(await again(maya)).toEqual({ ok: true, redelivered: true });
  await reportMessageFailed(house.app, agent, { conversationId, messageId });
  await deleteMessage(house.app, maya.principal, { conversationId, messageId });
  expect(await again(maya)).toEqual({ ok: true, redelivered: false });
});

test('an agent’s report of a delivery that another has followed, or that it made before, says nothing', async () => {
  const { sandboxId, conversationId, agent } = await newBot();
  const messageId = await say(conversationId, 'hello');
  const [first] = await all(sandboxId);
  const report = (deliveryId: string) =>
    reportMessageFailed(house.app, agent, { conversationId, messageId, deliveryId }).then(({ noted }) => noted);
  const old = must(first, 'a delivery').id;
  expect([await report(old), await report(old)]).toEqual([true, false]);
  await redeliver(house.app, maya.principal, { conversationId, messageId });
  const fresh = await until(async () =>
    (await all(sandboxId)).find((one) => one.messageId === messageId && one.id !== old),
  );
  expect([await report(old), await report(fresh.id), await report(fresh.id)]).toEqual([false, true, false]);
});

test('who looks after an agent without being in the conversation sees that there was a message, and not what it said', async () => {
  const { sandboxId, conversationId } = await newBot();
  const noor = await guest(house.app, 'Noor');
  await organize(house.app, sandboxId, { [maya.principal.userId]: 'owner', [noor.principal.userId]: 'admin' });
  const messageId = await say(conversationId, 'between us');
  const { deliveries } = await listDeliveries(house.app, noor.principal, { sandboxId, limit: 10 });
  const { id: deliveryId } = must(
    deliveries.find((one) => one.messageId === messageId),
    'the delivery',
  );
  await house.app.sql`
    insert into delivery_attempts (delivery_id, n, at, status, failure, answer, duration_ms)
    values (${deliveryId}, 1, now(), 500, 'http_500', 'between us', 12)`;
  const seen = await readDelivery(house.app, noor.principal, { sandboxId, deliveryId });
  expect(JSON.stringify([deliveries, seen])).not.toContain('between us');
  expect(seen).toMatchObject({ mayRead: false, body: null, tries: [{ n: 1, status: 500, answer: null }] });
  expect(await readDelivery(house.app, maya.principal, { sandboxId, deliveryId })).toMatchObject({
    mayRead: true,
    body: { text: 'between us' },
    tries: [{ answer: 'between us' }],
  });
});

test('with a message goes what was answered to it', async () => {
  const { sandboxId, conversationId } = await newBot();
  const messageId = await say(conversationId, 'forget this');
  const deliveryId = must((await all(sandboxId))[0], 'a delivery').id;
  await house.app.sql`
    insert into delivery_attempts (delivery_id, n, at, status, failure, answer, duration_ms)
    values (${deliveryId}, 1, now(), 500, 'http_500', 'what do you mean by: forget this', 12)`;
  await deleteMessage(house.app, maya.principal, { conversationId, messageId });
  const detail = await readDelivery(house.app, maya.principal, { sandboxId, deliveryId });
  expect(JSON.stringify(detail)).not.toContain('forget this');
  expect(detail).toMatchObject({ body: null, tries: [{ status: 500, answer: null }] });
});

test('an agent hears of edits, deletions and reactions from the moment on in which it asks for them, and never of its own', async () => {
  const { sandboxId, conversationId, agent } = await newBot();
  const messageId = await say(conversationId, 'hello');
  const own = await send(house.app, agent, { conversationId, content: words('mine') });
  await act();
  // The log has been read up to here.
  await say(conversationId, 'so far');
  await subscribe(house.app, agent, {
    types: ['message.updated', 'reaction.added', 'message.deleted', 'message.deleted'],
  });
  await act();
  await deleteMessage(house.app, maya.principal, { conversationId, messageId });
  await until(async () => (await all(sandboxId)).some(({ type }) => type === 'message.deleted'));
  const told = (await all(sandboxId)).toReversed().map(({ type }) => type);
  expect(told).toEqual([
    'conversation.created',
    'message.created',
    'message.created',
    'message.updated',
    'reaction.added',
    'message.deleted',
  ]);
  const heard = await Promise.all(
    (await all(sandboxId)).map(
      async ({ id }) => (await readDelivery(house.app, maya.principal, { sandboxId, deliveryId: id })).body,
    ),
  );
  expect(heard.filter((body) => body !== null).map((body) => (body as { type: string }).type)).toEqual([
    'message.deleted',
    'message.created',
    'conversation.created',
  ]);

  async function act() {
    const [row] = await house.app.sql<{ version: number }[]>`select version from messages where id = ${messageId}`;
    const { version } = must(row, 'the message');
    await edit(house.app, maya.principal, {
      conversationId,
      messageId,
      content: words(`hello ${version}`),
      expectedVersion: version,
    });
    await edit(house.app, agent, {
      conversationId,
      messageId: own.messageId,
      content: words(`mine ${version}`),
      timestamp: Date.now(),
    });
    for (const who of [maya.principal, agent]) {
      await addReaction(house.app, who, { conversationId, messageId, emoji: '👍' });
      await removeReaction(house.app, who, { conversationId, messageId, emoji: '👍' });
    }
  }
});
