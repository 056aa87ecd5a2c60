import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userContext } from '#lib/contexts.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import { unreadMax } from '#lib/contract/limits.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { Listener } from '#server/testing/listener.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { until } from '#server/testing/until.ts';
import { createConversation } from '../conversations/create.ts';
import { deleteConversation } from '../conversations/delete.ts';
import { addMember } from '../members/add.ts';
import { leave } from '../members/leave.ts';
import { deleteMessage } from '../messages/delete.ts';
import { send } from '../messages/send.ts';
import { changePersonal } from '../personal/change.ts';
import { markRead } from '../read-state.ts';
import { clearBadgeBucketForUser } from './clear.ts';
import { listBadges, unreadTotals } from './read.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
});
afterAll(() => house.close());

let newcomers = 0;

/** Somebody with an agent, and nothing unread. */
async function newcomer(name: string): Promise<Somebody> {
  const somebody = await guest(house.app, `${name} ${++newcomers}`);
  await clear(somebody, `kiloclaw:${somebody.sandboxId}`);
  return somebody;
}

/** Two of one organization, whose agent is the first one's. */
async function colleagues(): Promise<[Somebody, Somebody]> {
  const [maya, zoe] = [await newcomer('Maya'), await newcomer('Zoe')];
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  return [maya, zoe];
}

async function begun(maya: Somebody, other?: Somebody): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  if (other !== undefined)
    await addMember(house.app, maya.principal, { conversationId, userId: other.principal.userId });
  return conversationId;
}

/** The agent says something, so many times. */
async function said({ sandboxId }: Somebody, conversationId: string, times = 1): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < times; n++) {
    const content = [{ type: 'text' as const, text: 'a word' }];
    const { messageId } = await send(house.app, agentOf(sandboxId), { conversationId, content });
    ids.push(messageId);
  }
  return ids;
}

const agentOf = (sandboxId: string) => ({ kind: 'bot', sandboxId, keyId: 'test' }) as const;
const clear = ({ principal }: Somebody, badgeBucket: string) =>
  clearBadgeBucketForUser(house.app, principal, { badgeBucket });
const mute = ({ principal }: Somebody, conversationId: string, muted = true) =>
  changePersonal(house.app, principal, { conversationId, muted });

async function bucketsOf({ principal }: Somebody): Promise<Record<string, number>> {
  const { buckets } = await listBadges(house.app, principal);
  return Object.fromEntries(buckets.map(({ badgeBucket, badgeCount }) => [badgeBucket, badgeCount]));
}

async function totalOf({ principal }: Somebody): Promise<number | undefined> {
  return (await unreadTotals(house.app.sql, [principal.userId])).get(principal.userId);
}

test('an agent’s badge is the sum of its conversations’, and what is muted, left, read or deleted is in none', async () => {
  const [maya, zoe] = await colleagues();
  const rooms = await Promise.all(Array.from({ length: 5 }, () => begun(maya, zoe)));
  const [plain = '', muted = '', left = '', read = '', partly = ''] = rooms;
  for (const room of rooms) await said(maya, room, 3);
  await mute(zoe, muted);
  await leave(house.app, zoe.principal, left);
  await clear(zoe, `kiloclaw:${maya.sandboxId}:${read}`);
  const [, gone = ''] = await said(maya, partly, 2);
  await deleteMessage(house.app, agentOf(maya.sandboxId), { conversationId: partly, messageId: gone });
  const root = `kiloclaw:${maya.sandboxId}`;
  expect(await bucketsOf(zoe)).toEqual({ [root]: 7, [`${root}:${plain}`]: 3, [`${root}:${partly}`]: 4 });
  expect(await totalOf(zoe)).toBe(7);
  expect(await totalOf(maya)).toBe(16);
  await mute(zoe, muted, false);
  expect(await totalOf(zoe)).toBe(10);
});

test('nothing counts that the person wrote themselves', async () => {
  const maya = await newcomer('Maya');
  const conversationId = await begun(maya);
  await send(house.app, maya.principal, { conversationId, content: [{ type: 'text', text: 'mine' }] });
  expect(await bucketsOf(maya)).toEqual({});
});

test('clearing a badge reads what it counted, and answers with what is left', async () => {
  const maya = await newcomer('Maya');
  const [one, two, muted] = [await begun(maya), await begun(maya), await begun(maya)];
  for (const room of [one, two, muted]) await said(maya, room, 2);
  await mute(maya, muted);
  const root = `kiloclaw:${maya.sandboxId}`;
  expect(await clear(maya, `${root}:${one}`)).toEqual({ badgeCount: 2 });
  expect(await clear(maya, `${root}:${one}`)).toEqual({ badgeCount: 2 });
  expect(await clear(maya, root)).toEqual({ badgeCount: 0 });
  // What is muted wasn't in the badge, so it is still unread.
  await mute(maya, muted, false);
  expect(await bucketsOf(maya)).toEqual({ [root]: 2, [`${root}:${muted}`]: 2 });
  expect(await clear(maya, `${root}:${muted}`)).toEqual({ badgeCount: 0 });
});

test('whoever has muted all they share with somebody else’s agent may still clear its badge', async () => {
  const [maya, zoe] = await colleagues();
  const conversationId = await begun(maya, zoe);
  await said(maya, conversationId);
  await mute(zoe, conversationId);
  await house.app.sql`delete from organization_members where user_id = ${zoe.principal.userId}`;
  expect(await clear(zoe, `kiloclaw:${maya.sandboxId}`)).toEqual({ badgeCount: 0 });
});

test('a badge of somebody else’s agent or conversation, or of none, is not there', async () => {
  const [maya, stranger] = [await newcomer('Maya'), await newcomer('Stranger')];
  const conversationId = await begun(maya);
  const foreign = [
    `kiloclaw:${maya.sandboxId}`,
    `kiloclaw:${maya.sandboxId}:${conversationId}`,
    `kiloclaw:${stranger.sandboxId}:${conversationId}`,
    `kiloclaw:${stranger.sandboxId}:${ulid()}`,
    'kiloclaw:nowhere',
  ];
  for (const bucket of foreign) await expect(clear(stranger, bucket)).rejects.toMatchObject({ code: 'not_found' });
  await expect(clear(maya, `kiloclaw:${stranger.sandboxId}:${conversationId}`)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('counting ends at a thousand, for one conversation, for an agent and for all', async () => {
  const maya = await newcomer('Maya');
  const rooms = [await begun(maya), await begun(maya)];
  for (const room of rooms) await fill(room, unreadMax + 200);
  const root = `kiloclaw:${maya.sandboxId}`;
  const all = Object.fromEntries([root, ...rooms.map((room) => `${root}:${room}`)].map((name) => [name, unreadMax]));
  expect(await bucketsOf(maya)).toEqual(all);
  expect(await totalOf(maya)).toBe(unreadMax);
  expect(await clear(maya, root)).toEqual({ badgeCount: 0 });
});

test('badges are one statement, and so are the totals of however many people', async () => {
  const maya = await newcomer('Maya');
  const people = [maya, await newcomer('Zoe'), await newcomer('Ben')].map(({ principal }) => principal.userId);
  for (let n = 0; n < 3; n++) await said(maya, await begun(maya), n);
  const { app, take } = countStatements(house.app);
  await listBadges(app, maya.principal);
  expect(take()).toBe(1);
  expect([...(await unreadTotals(app.sql, people)).values()]).toEqual([3, 0, 0]);
  expect(take()).toBe(1);
  expect(await unreadTotals(app.sql, [])).toEqual(new Map());
  expect(take()).toBe(0);
});

test('a person’s devices are told of what their own doing changes, and not of what is sent', async () => {
  const [maya, zoe] = await colleagues();
  const conversationId = await begun(maya, zoe);
  const listener = await listen(zoe);
  const told = () =>
    listener.events(userContext(zoe.principal.userId)).flatMap(({ event, payload }) => {
      return event === 'badge.changed' ? [payload as EventPayload<'badge.changed'>] : [];
    });
  const next = async (act: () => Promise<unknown>) => {
    const before = told().length;
    await act();
    await listener.until(() => told().length > before);
    const { badgeCount, total, unread } = told()[before] ?? {};
    return { badgeCount, total, count: unread?.count ?? null };
  };
  const [first = ''] = await said(maya, conversationId, 3);
  const read = () => markRead(house.app, zoe.principal, { conversationId, lastSeenMessageId: first });
  expect(await next(read)).toEqual({ badgeCount: 2, total: 2, count: 2 });
  // Sending and reading what was read told nothing: this is the one after the first.
  await read();
  await said(maya, conversationId);
  expect(await next(() => mute(zoe, conversationId))).toEqual({ badgeCount: 0, total: 0, count: 3 });
  expect(await next(() => mute(zoe, conversationId, false))).toEqual({ badgeCount: 3, total: 3, count: 3 });
  expect(await next(() => leave(house.app, zoe.principal, conversationId))).toEqual({
    badgeCount: 0,
    total: 0,
    count: null,
  });
  const userId = zoe.principal.userId;
  const again = () => addMember(house.app, maya.principal, { conversationId, userId });
  expect(await next(again)).toEqual({ badgeCount: 0, total: 0, count: 0 });
  await said(maya, conversationId);
  const end = () => deleteConversation(house.app, maya.principal, conversationId);
  expect(await next(end)).toEqual({ badgeCount: 0, total: 0, count: null });
  expect(told()).toHaveLength(6);
  await listener.close();
});

test('what is unread is counted from the index alone, for a badge and for the totals', async () => {
  const maya = await newcomer('Maya');
  const rooms = await Promise.all(Array.from({ length: 20 }, () => begun(maya)));
  for (const room of rooms) await fill(room, 300);
  const { sql } = house.app;
  // Effects of what was said here still look at rows, and lock them, which a vacuum has to come after.
  const looked = await until(async () => {
    await sql`vacuum (analyze) messages`;
    const rows = await rowsLookedAt();
    return rows === 0 && { rows };
  });
  expect(looked).toEqual({ rows: 0 });

  function rowsLookedAt(): Promise<number | undefined> {
    return sql.begin(async (tx) => {
      await listBadges({ ...house.app, sql: tx as never }, maya.principal);
      await unreadTotals(tx as never, [maya.principal.userId]);
      const [row] = await tx<{ looked: number }[]>`
        select (pg_stat_get_xact_tuples_fetched(c) + pg_stat_get_xact_tuples_returned(c))::int as looked
        from (select 'messages'::regclass as c) _`;
      return row?.looked;
    });
  }
});

/** Said by somebody, all at once. */
async function fill(conversationId: string, count: number): Promise<void> {
  const { sql } = house.app;
  await sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select ${conversationId}, to_char(n, 'FM00000000000000000000000000'), 'somebody', '[{"type": "text", "text": "something"}]', c.seq + n
    from generate_series(1, ${count}) n, conversations c where c.id = ${conversationId}`;
  await sql`
    update conversations set seq = seq + ${count}, last_message_id = to_char(${count}::int, 'FM00000000000000000000000000')
    where id = ${conversationId}`;
}

async function listen({ principal }: Somebody): Promise<Listener> {
  const { ticket } = await house.app.realtime.mintTicket(principal);
  const listener = await Listener.open(`${house.ownUrl.replace(/^http/, 'ws')}/connect?ticket=${ticket}`);
  listener.subscribe(userContext(principal.userId));
  await listener.next('context.subscribed');
  return listener;
}
