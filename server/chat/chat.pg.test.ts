import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { emptyLog, mergeMessages, type ConversationLog } from '#lib/realtime/apply-event.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { createConversation } from './conversations/create.ts';
import { listConversations, readConversation } from './conversations/read.ts';
import { listMessages } from './messages/read.ts';
import { send } from './messages/send.ts';
import { markRead } from './read-state.ts';

let house: TestApp;
let maya: Person;
let jonas: Person;

beforeAll(async () => {
  house = await startTestApp();
  maya = await person(house.app, 'Maya');
  jonas = await person(house.app, 'Jonas');
});
afterAll(() => house.close());

const guideOf = (whose: Person) => ({ kind: 'bot', sandboxId: whose.sandboxId, keyId: 'test' }) as const;
const words = (text: string) => [{ type: 'text' as const, text }];

async function freshConversation(whose: Person): Promise<string> {
  const { sandboxId } = whose;
  return (await createConversation(house.app, whose.principal, { sandboxId })).conversationId;
}

async function say(whose: Person, conversationId: string, text: string): Promise<Message> {
  return (await send(house.app, whose.principal, { conversationId, content: words(text), clientId: ulid() })).message;
}

async function logOf(whose: Person, conversationId: string): Promise<ConversationLog> {
  const page = await listMessages(house.app, whose.principal, { conversationId, limit: 100 });
  return mergeMessages(emptyLog, page.messages, page.head);
}

test('the same clientId five times at once is one message and one event', async () => {
  const conversationId = await freshConversation(maya);
  const message = { conversationId, content: words('once'), clientId: ulid() };
  const results = await Promise.all(Array.from({ length: 5 }, () => send(house.app, maya.principal, message)));
  expect(new Set(results.map((result) => result.messageId)).size).toBe(1);
  expect(results.filter((result) => !result.repeated)).toHaveLength(1);
  const [count] = await house.app.sql<{ events: number; messages: number }[]>`
    select (select count(*) from messages where conversation_id = ${conversationId}) as messages,
      (select count(*) from events where context like ${`%/${conversationId}`}) as events`;
  expect(count).toEqual({ messages: 1, events: 1 });
});

test('the same clientId with another text is refused, and nothing is written', async () => {
  const conversationId = await freshConversation(maya);
  const clientId = ulid();
  await send(house.app, maya.principal, { conversationId, content: words('one'), clientId });
  const other = send(house.app, maya.principal, { conversationId, content: words('two'), clientId });
  await expect(other).rejects.toMatchObject({ code: 'client_id_reused' });
  expect((await logOf(maya, conversationId)).head).toBe(1);
});

test('forty senders at once get positions without gaps, and paging walks them in that order', async () => {
  const conversationId = await freshConversation(maya);
  await Promise.all(Array.from({ length: 40 }, (_, at) => say(maya, conversationId, `message ${at}`)));
  const seen: number[] = [];
  for (let before: string | null = null, pages = 0; pages < 10; pages++) {
    const page = await listMessages(house.app, maya.principal, { conversationId, limit: 9, before });
    seen.push(...page.messages.map((message) => message.seq));
    before = page.nextCursor;
    if (!page.hasMore) break;
  }
  expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => 40 - at));
});

test('paging through the list shows every conversation once', async () => {
  const owner = await person(house.app, 'Priya');
  const made = [owner.conversationId];
  for (let at = 0; at < 6; at++) made.push(await freshConversation(owner));
  const seen: string[] = [];
  for (let cursor: string | null = null, pages = 0; pages < 10; pages++) {
    const page = await listConversations(house.app, owner.principal, { limit: 2, cursor });
    seen.push(...page.conversations.map((item) => item.conversationId));
    cursor = page.nextCursor;
    if (!page.hasMore) break;
  }
  expect(seen).toEqual(made.toReversed());
});

test('unread is others’ messages after the cursor, and reading never moves back', async () => {
  const conversationId = await freshConversation(maya);
  await say(maya, conversationId, 'my own');
  const guide = guideOf(maya);
  const one = await send(house.app, guide, { conversationId, content: words('one'), clientId: ulid() });
  const two = await send(house.app, guide, { conversationId, content: words('two'), clientId: ulid() });
  const unread = async () => (await readConversation(house.app, maya.principal, conversationId)).unreadCount;
  expect(await unread()).toBe(2);
  const read = (lastSeenMessageId: string) =>
    markRead(house.app, maya.principal, { conversationId, lastSeenMessageId });
  const badgeBucket = `kiloclaw:${maya.sandboxId}:${conversationId}`;
  const ok = { ok: true, lastReadSeq: 3, lastReadAt: two.message.createdAt };
  expect(await read(two.messageId)).toEqual({ ...ok, applied: true, badgeClear: { badgeBucket, badgeCount: 0 } });
  expect(await read(one.messageId)).toEqual({ ...ok, applied: false, badgeClear: { badgeBucket, badgeCount: 0 } });
  expect(await unread()).toBe(0);
});

test('a conversation of somebody else looks unknown, whatever is tried on it', async () => {
  const { conversationId } = maya;
  const me = jonas.principal;
  const clientId = ulid();
  const lastSeenMessageId = (await say(maya, conversationId, 'private')).id;
  const tries = [
    () => readConversation(house.app, me, conversationId),
    () => listMessages(house.app, me, { conversationId, limit: 50 }),
    () => send(house.app, me, { conversationId, content: words('hello?'), clientId }),
    () => markRead(house.app, me, { conversationId, lastSeenMessageId }),
    () => createConversation(house.app, me, { sandboxId: maya.sandboxId }),
    () => readConversation(house.app, me, ulid()),
  ];
  for (const tried of tries) {
    await expect(tried()).rejects.toMatchObject({ code: 'not_found', message: "It was deleted, or it isn't yours." });
  }
});

test('a reply to another conversation’s message is refused', async () => {
  const elsewhere = await say(maya, maya.conversationId, 'elsewhere');
  const conversationId = await freshConversation(maya);
  const reply = { conversationId, content: words('reply'), inReplyToMessageId: elsewhere.id, clientId: ulid() };
  await expect(send(house.app, maya.principal, reply)).rejects.toMatchObject({ code: 'impossible_value' });
});
