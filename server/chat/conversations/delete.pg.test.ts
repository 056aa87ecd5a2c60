import { sql as statement } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import { readAfter } from '#server/realtime/event-log.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { farewell } from '../farewell.ts';
import { addMember } from '../members/add.ts';
import { leave, removeMember } from '../members/leave.ts';
import { listMessages } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { createConversation } from './create.ts';
import { deleteConversation } from './delete.ts';
import { readConversation } from './read.ts';
import { removeConversations } from './remove.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;
let noor: Somebody;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [maya, zoe, noor] = await Promise.all([guest(house.app, 'Maya'), guest(house.app, 'Zoe'), guest(house.app, 'Noor')]);
  await organize(house.app, maya.sandboxId, {
    [maya.principal.userId]: 'member',
    [zoe.principal.userId]: 'member',
    [noor.principal.userId]: 'admin',
  });
});
afterAll(() => house.close());

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const words = (text: string) => [{ type: 'text' as const, text }];

async function begun(...others: Somebody[]): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  for (const { principal } of others) await addMember(house.app, maya.principal, { conversationId, ...principal });
  return conversationId;
}

const remove = (by: Somebody, conversationId: string) => deleteConversation(house.app, by.principal, conversationId);

const rowsOf = async (conversationId: string) => {
  const [rows] = await house.app.sql`select
    (select count(*) from conversations where id = ${conversationId}) as conversations,
    (select count(*) from messages where conversation_id = ${conversationId}) as messages,
    (select count(*) from conversation_members where conversation_id = ${conversationId}) as members,
    (select count(*) from deliveries where conversation_id = ${conversationId}) as deliveries`;
  return rows;
};

test('who began a conversation deletes it with all that was said, and a second time it is unknown', async () => {
  const conversationId = await begun(zoe);
  await send(house.app, zoe.principal, { conversationId, content: words('gone soon') });
  expect(await remove(maya, conversationId)).toEqual({ ok: true });
  expect(await rowsOf(conversationId)).toEqual({ conversations: 0, messages: 0, members: 0, deliveries: 0 });
  for (const who of [maya, zoe]) {
    await expect(remove(who, conversationId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readConversation(house.app, who.principal, conversationId)).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});

test('others may not: a member no, an admin only from inside, nobody what they can’t see', async () => {
  const conversationId = await begun(zoe);
  await expect(remove(zoe, conversationId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(remove(noor, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  await addMember(house.app, maya.principal, { conversationId, ...noor.principal });
  expect(await remove(noor, conversationId)).toEqual({ ok: true });
});

test('the owner of an agent of their own deletes also what the agent began', async () => {
  const lena = await guest(house.app, 'Lena');
  const bot = { kind: 'bot', sandboxId: lena.sandboxId, keyId: 'test' } as const;
  const { conversationId } = await createConversation(house.app, bot, { sandboxId: lena.sandboxId });
  expect(await remove(lena, conversationId)).toEqual({ ok: true });
});

test('ten at once delete it once, among messages, comings and goings that either are before it or find nothing', async () => {
  const conversationId = await begun(zoe);
  const tries = Array.from({ length: 10 }, (_, at) => [
    remove(maya, conversationId),
    send(house.app, zoe.principal, { conversationId, content: words(`message ${at}`) }),
    addMember(house.app, maya.principal, { conversationId, ...noor.principal }),
    leave(house.app, noor.principal, conversationId),
  ]);
  const done = await Promise.allSettled<unknown>(tries.flat());
  const failures = done.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
  expect([...new Set(failures)]).toEqual(['not_found']);
  const log = await readAfter(house.app.sql, sandboxContext(maya.sandboxId), 0, 1_000);
  const told = log.filter(({ type, about }) => type === 'conversation.deleted' && about === conversationId);
  expect(told).toHaveLength(1);
  expect(await rowsOf(conversationId)).toEqual({ conversations: 0, messages: 0, members: 0, deliveries: 0 });
});

test('on open sockets those who were in it are told, what is open of it ends, and others hear nothing', async () => {
  const conversationId = await begun(zoe);
  const context = conversationContext(maya.sandboxId, conversationId);
  const sandbox = sandboxContext(maya.sandboxId);
  const sockets = await Promise.all([maya, zoe, noor].map(listen));
  const [ofMaya, ofZoe, ofNoor] = sockets.map((socket) => must(socket, 'a socket')) as [Listener, Listener, Listener];
  for (const socket of sockets) socket.subscribe(context, sandbox);
  for (const socket of [ofMaya, ofZoe]) {
    await socket.until(() => socket.frames.filter(({ type }) => type === 'context.subscribed').length === 2);
  }
  await ofNoor.until(() => ofNoor.frames.some(({ type }) => type === 'context.subscribed'));
  await remove(maya, conversationId);
  const isForbidden = (socket: Listener) =>
    socket.frames.some((frame) => frame.type === 'error' && frame.code === 'forbidden' && frame.context === context);
  for (const socket of [ofMaya, ofZoe]) {
    await socket.until(() => socket.events(sandbox).some(({ event }) => event === 'conversation.deleted'));
    await socket.until(() => isForbidden(socket));
  }
  await ofNoor.until(() => ofNoor.frames.some(({ type }) => type === 'context.cursor'));
  expect(JSON.stringify(ofNoor.events(sandbox))).not.toContain(conversationId);
  await Promise.all(sockets.map((socket) => socket.close()));
});

test('a conversation of five thousand messages, each a reply, goes in one look at each of its rows', async () => {
  const conversationId = await begun();
  await house.app.sql`
    insert into messages (conversation_id, id, sender_id, content, seq, reply_to)
    select ${conversationId}, 'm' || lpad(n::text, 6, '0'), 'somebody', '[]', n,
      case when n > 1 then 'm' || lpad((n - 1)::text, 6, '0') end
    from generate_series(1, 5000) n`;
  const looked = await house.app.transaction(async (tx) => {
    await removeConversations(house.app, tx, [{ conversationId, sandboxId: maya.sandboxId }]);
    // Dead rows are no rows any more, but each look at one is an entry read from an index.
    const [row] = await tx.db.execute<{ entries: number }>(statement`
      select sum(pg_stat_get_xact_tuples_returned(indexrelid)) as entries from pg_index
      where indrelid = 'messages'::regclass`);
    return Number(must(row, 'the counts').entries);
  });
  expect(looked).toBeGreaterThan(0);
  expect(looked).toBeLessThan(40_000);
});

test('who deletes their account leaves others’ conversations, and those who stay are told', async () => {
  const lena = await guest(house.app, 'Lena Again');
  const { userId } = lena.principal;
  await house.app
    .sql`insert into organization_members (organization_id, user_id, role) values (${`of-${maya.sandboxId}`}, ${userId}, 'member')`;
  const shared = await begun(lena);
  const alone = await begun(lena);
  await leave(house.app, maya.principal, alone);
  const counting = countStatements(house.app);
  await counting.app.transaction((tx) => farewell(counting.app, tx, { userId }));
  expect(counting.take()).toBe(9);
  const leftOf = async (conversationId: string) => {
    const log = await readAfter(house.app.sql, conversationContext(maya.sandboxId, conversationId), 0, 100);
    return log.filter(({ type }) => type === 'member.left').map(({ payload }) => payload['memberId']);
  };
  expect(await leftOf(shared)).toEqual([userId]);
  expect((await leftOf(alone)).slice(-2)).toEqual([userId, `bot:kiloclaw:${maya.sandboxId}`]);
  const { members } = await readConversation(house.app, maya.principal, shared);
  expect(members.map(({ id }) => id)).not.toContain(userId);
});

test('told again of having been added, who was removed since is shown nothing of what is said there now', async () => {
  const conversationId = await begun(zoe);
  await removeMember(house.app, maya.principal, { conversationId, memberId: zoe.principal.userId });
  await send(house.app, agent(), { conversationId, content: words('not for Zoe') });
  const log = await readAfter(house.app.sql, sandboxContext(maya.sandboxId), 0, 1_000);
  const added = log.filter(({ about, payload }) => about === conversationId && 'memberId' in payload);
  const told = await house.app.contexts
    .kind({ kind: 'sandbox', sandboxId: maya.sandboxId })
    .hydrate({ kind: 'sandbox', sandboxId: maya.sandboxId }, added);
  expect(told.map(({ event }) => event)).toEqual(['conversation.created', 'conversation.left']);
  expect(JSON.stringify(told)).not.toContain('not for Zoe');
  expect((await listMessages(house.app, maya.principal, { conversationId, limit: 1 })).messages).toHaveLength(1);
});

async function listen({ headers }: Somebody): Promise<Listener> {
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers, body: {} });
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
}
