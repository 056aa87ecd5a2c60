import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { insertDeliveries } from '#server/bots/deliveries/consume.ts';
import { readAfter, type StoredEvent } from '#server/realtime/event-log.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { createConversation } from '../conversations/create.ts';
import { readConversation } from '../conversations/read.ts';
import { rename } from '../conversations/rename.ts';
import { listMessages } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { addMember } from './add.ts';
import { leave, removeMember } from './leave.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;
let noor: Somebody;
let jonas: Somebody;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [maya, zoe, noor, jonas] = await Promise.all([
    guest(house.app, 'Maya'),
    guest(house.app, 'Zoe'),
    guest(house.app, 'Noor'),
    guest(house.app, 'Jonas'),
  ]);
  await organize(house.app, maya.sandboxId, {
    [maya.principal.userId]: 'member',
    [zoe.principal.userId]: 'member',
    [noor.principal.userId]: 'admin',
  });
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function begun(...others: Somebody[]): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  for (const other of others) await add(other, conversationId);
  return conversationId;
}

function add(who: Somebody, conversationId: string) {
  return addMember(house.app, maya.principal, { conversationId, userId: who.principal.userId });
}

function remove(by: Somebody, who: Somebody, conversationId: string) {
  return removeMember(house.app, by.principal, { conversationId, memberId: who.principal.userId });
}

async function namesIn(conversationId: string, reader = maya): Promise<string[]> {
  const { members } = await readConversation(house.app, reader.principal, conversationId);
  return members.filter(({ kind }) => kind === 'user').map(({ displayName }) => displayName);
}

test('whoever is added reads everything that was said, none of it unread, and what comes then is', async () => {
  const conversationId = await begun();
  await send(house.app, maya.principal, { conversationId, content: words('long ago') });
  expect(await add(zoe, conversationId)).toMatchObject({ created: true, member: { displayName: 'Zoe' } });
  expect(await add(zoe, conversationId)).toMatchObject({ created: false });
  const unread = async () => (await readConversation(house.app, zoe.principal, conversationId)).unreadCount;
  expect(await unread()).toBe(0);
  expect((await listMessages(house.app, zoe.principal, { conversationId, limit: 9 })).messages).toHaveLength(1);
  await send(house.app, maya.principal, { conversationId, content: words('and now') });
  expect(await unread()).toBe(1);
});

test('only people of the agent’s organization are let in, whoever asks', async () => {
  const conversationId = await begun();
  for (const userId of [jonas.principal.userId, 'nobody', agent().sandboxId]) {
    const tried = addMember(house.app, maya.principal, { conversationId, userId });
    await expect(tried).rejects.toMatchObject({ code: 'impossible_value' });
  }
  const personal = addMember(house.app, jonas.principal, { ...jonas, userId: zoe.principal.userId });
  await expect(personal).rejects.toMatchObject({ code: 'impossible_value' });
  const foreign = addMember(house.app, zoe.principal, { conversationId, userId: zoe.principal.userId });
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
  expect(await namesIn(conversationId)).toEqual(['Maya']);
});

test('others are removed by whoever began, or by an admin who is in it; the agent by nobody', async () => {
  const conversationId = await begun(zoe);
  await expect(remove(zoe, maya, conversationId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(remove(noor, zoe, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  await add(noor, conversationId);
  await remove(noor, zoe, conversationId);
  await expect(remove(noor, zoe, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  const bot = `bot:kiloclaw:${maya.sandboxId}`;
  const alone = removeMember(house.app, maya.principal, { conversationId, memberId: bot });
  await expect(alone).rejects.toMatchObject({ code: 'impossible_value' });
  await remove(maya, maya, conversationId);
  expect(await namesIn(conversationId, noor)).toEqual(['Noor']);
});

test('when the last person leaves, the agent leaves too, and nobody reads it any more', async () => {
  const conversationId = await begun(zoe);
  await leave(house.app, maya.principal, conversationId);
  expect(await namesIn(conversationId, zoe)).toEqual(['Zoe']);
  await leave(house.app, zoe.principal, conversationId);
  const [left] = await house.app.sql`
    select count(*) from conversation_members where conversation_id = ${conversationId} and left_at is null`;
  expect(left).toEqual({ count: 0 });
  for (const principal of [maya.principal, zoe.principal, agent()]) {
    await expect(readConversation(house.app, principal, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(leave(house.app, zoe.principal, conversationId)).rejects.toMatchObject({ code: 'not_found' });
});

test('when the last two leave at the same moment, the agent still leaves, once', async () => {
  for (let round = 0; round < 5; round++) {
    const conversationId = await begun(zoe);
    await Promise.all([maya, zoe].map(({ principal }) => leave(house.app, principal, conversationId)));
    const log = await readAfter(house.app.sql, conversationContext(maya.sandboxId, conversationId), 0, 100);
    const left = log.filter(({ type }) => type === 'member.left').map(({ payload }) => payload['memberId']);
    expect(left.toSorted()).toEqual(
      [maya.principal.userId, zoe.principal.userId, `bot:kiloclaw:${maya.sandboxId}`].toSorted(),
    );
  }
});

test('comings, goings, titles and messages of one conversation all at once never block each other for good', async () => {
  const conversationId = await begun(zoe);
  const rounds = Array.from({ length: 8 }, (_, at) => [
    send(house.app, maya.principal, { conversationId, content: words(`message ${at}`) }),
    rename(house.app, maya.principal, { conversationId, title: `Title ${at}` }),
    createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId }),
    add(noor, conversationId),
    remove(maya, noor, conversationId),
  ]);
  const done = await Promise.allSettled<unknown>(rounds.flat());
  // Whoever isn't there at that moment can't be removed; nothing else may fail.
  const failures = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []));
  expect(failures.filter(({ code }) => code !== 'not_found')).toEqual([]);
  const log = await readAfter(house.app.sql, conversationContext(maya.sandboxId, conversationId), 0, 100);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1));
});

test('that somebody was added is told to people, not delivered to the agent as a new conversation', async () => {
  const conversationId = await begun(zoe);
  const { sql } = house.app;
  const events = await sql<StoredEvent[]>`
    select context, seq, type, payload, about, also_to as "alsoTo" from events where about = ${conversationId}`;
  expect(events.map(({ type }) => type)).toEqual(['conversation.created', 'conversation.created']);
  const added = events.filter(({ payload }) => 'memberId' in payload);
  expect(await sql.begin((tx) => insertDeliveries(tx, added, new Date()))).toEqual([]);
});

test('on open sockets whoever leaves is told so and hears nothing of what is said then, without connecting anew', async () => {
  const conversationId = await begun(zoe);
  const context = conversationContext(maya.sandboxId, conversationId);
  const sandbox = `/kiloclaw/${maya.sandboxId}`;
  const [socketOfMaya, socketOfZoe] = await Promise.all([maya, zoe].map(listen));
  if (socketOfMaya === undefined || socketOfZoe === undefined) throw new Error('two sockets');
  for (const socket of [socketOfMaya, socketOfZoe]) {
    socket.subscribe(context, sandbox);
    await socket.until(() => socket.frames.filter(({ type }) => type === 'context.subscribed').length === 2);
  }
  await remove(maya, zoe, conversationId);
  await send(house.app, maya.principal, { conversationId, content: words('without Zoe') });
  await socketOfMaya.until(() => namesOn(socketOfMaya, context).includes('message.created'));
  await socketOfZoe.until(() => namesOn(socketOfZoe, sandbox).includes('conversation.left'));
  expect(namesOn(socketOfMaya, context)).toEqual(['member.left', 'message.created']);
  expect(JSON.stringify(socketOfZoe.frames)).not.toContain('without Zoe');
  await Promise.all([socketOfMaya.close(), socketOfZoe.close()]);
});

async function listen({ headers }: Somebody): Promise<Listener> {
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers, body: {} });
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
}

function namesOn(listener: Listener, context: string): string[] {
  return listener.events(context).map(({ event }) => event);
}
