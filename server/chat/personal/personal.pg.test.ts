import { afterAll, beforeAll, expect, test } from 'vitest';
import { userContext } from '#lib/contexts.ts';
import { draftMax, unreadMax } from '#lib/contract/limits.ts';
import { readAfter } from '#server/realtime/event-log.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { createConversation } from '../conversations/create.ts';
import { listConversations, readConversation } from '../conversations/read.ts';
import { addMember } from '../members/add.ts';
import { leave } from '../members/leave.ts';
import { send } from '../messages/send.ts';
import { markRead } from '../read-state.ts';
import { changePersonal, type PersonalChange } from './change.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [maya, zoe] = await Promise.all([guest(house.app, 'Maya'), guest(house.app, 'Zoe')]);
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
});
afterAll(() => house.close());

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function begun(): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  await addMember(house.app, maya.principal, { conversationId, userId: zoe.principal.userId });
  return conversationId;
}

async function say(who: Somebody['principal'] | ReturnType<typeof agent>, conversationId: string): Promise<string> {
  const content = [{ type: 'text' as const, text: 'a word' }];
  return (await send(house.app, who, { conversationId, content })).messageId;
}

const set = (who: Somebody, conversationId: string, change: PersonalChange) =>
  changePersonal(house.app, who.principal, { conversationId, ...change });

async function isListed(conversationId: string, archived: boolean): Promise<boolean> {
  const { conversations } = await listConversations(house.app, maya.principal, { limit: 100, archived });
  return conversations.some((one) => one.conversationId === conversationId);
}

const ownLog = ({ principal }: Somebody) => readAfter(house.app.sql, userContext(principal.userId), 0, 1_000);

test('what Maya sets is hers alone: Zoe sees nothing of it and is told nothing', async () => {
  const conversationId = await begun();
  const before = await ownLog(zoe);
  await set(maya, conversationId, { muted: true });
  await set(maya, conversationId, { pinned: true, draft: 'a secret draft' });
  const mine = await readConversation(house.app, maya.principal, conversationId);
  expect(mine).toMatchObject({ muted: true, pinned: true, draft: 'a secret draft', draftPreview: 'a secret draft' });
  const hers = await readConversation(house.app, zoe.principal, conversationId);
  expect(hers).toMatchObject({ muted: false, pinned: false, draft: null, personalSeq: 0 });
  expect(await ownLog(zoe)).toEqual(before);
  const [events] = await house.app.sql`select string_agg(payload::text, '') as payloads from events`;
  expect(JSON.stringify(events)).not.toContain('a secret draft');
});

test('what stands so already is answered and told to nobody', async () => {
  const conversationId = await begun();
  const first = await set(maya, conversationId, { muted: true, draft: '  \n ' });
  const told = (await ownLog(maya)).length;
  for (const change of [{ muted: true }, { pinned: false }, { archived: false }, { draft: null }, { draft: ' ' }, {}]) {
    expect(await set(maya, conversationId, change)).toEqual(first);
  }
  expect(await ownLog(maya)).toHaveLength(told);
});

test('an archived conversation comes back when something is said in it, a muted one stays', async () => {
  const conversationId = await begun();
  await set(maya, conversationId, { archived: true });
  expect([await isListed(conversationId, true), await isListed(conversationId, false)]).toEqual([true, false]);
  await say(agent(), conversationId);
  expect([await isListed(conversationId, true), await isListed(conversationId, false)]).toEqual([false, true]);
  // It is back for good: muting it doesn't hide it again.
  await set(maya, conversationId, { muted: true });
  expect(await isListed(conversationId, false)).toBe(true);
  await set(maya, conversationId, { archived: true });
  await say(agent(), conversationId);
  expect([await isListed(conversationId, true), await isListed(conversationId, false)]).toEqual([true, false]);
  await set(maya, conversationId, { archived: false });
  expect(await isListed(conversationId, false)).toBe(true);
});

test('changes of all kinds from many tabs at once all hold, and each has a position of its own', async () => {
  const conversationId = await begun();
  const messageId = await say(agent(), conversationId);
  const before = (await ownLog(maya)).length;
  const changes = Array.from({ length: 6 }, (_, at) => [
    set(maya, conversationId, { draft: `draft ${at}` }),
    set(maya, conversationId, { pinned: at % 2 === 0 }),
    markRead(house.app, maya.principal, { conversationId, lastSeenMessageId: messageId }),
    say(agent(), conversationId),
  ]);
  await Promise.all<unknown>(changes.flat());
  const log = await ownLog(maya);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1));
  const drafts = log.slice(before).filter(({ type }) => type === 'conversation.personal');
  const { personalSeq } = await readConversation(house.app, maya.principal, conversationId);
  expect(drafts.at(-1)?.seq).toBe(personalSeq);
});

test('who has left sets nothing, and finds what they had set when they are added again', async () => {
  const conversationId = await begun();
  await set(zoe, conversationId, { pinned: true });
  await leave(house.app, zoe.principal, conversationId);
  await expect(set(zoe, conversationId, { pinned: false })).rejects.toMatchObject({ code: 'not_found' });
  await addMember(house.app, maya.principal, { conversationId, userId: zoe.principal.userId });
  expect(await readConversation(house.app, zoe.principal, conversationId)).toMatchObject({ pinned: true });
});

test('a badge clears when nothing is unread here, and counts the others that aren’t muted, up to its end', async () => {
  const [here, there, muted] = await Promise.all([begun(), begun(), begun()]);
  const lena = await guest(house.app, 'Lena');
  const { sql } = house.app;
  for (const id of [here, there, muted]) {
    await sql`insert into conversation_members (conversation_id, member_id, kind) values (${id}, ${lena.principal.userId}, 'user')`;
  }
  const [first, last] = [await say(agent(), here), await say(agent(), here)];
  for (const id of [there, there, muted]) await say(agent(), id);
  await set(lena, muted, { muted: true });
  const read = (lastSeenMessageId: string) =>
    markRead(house.app, lena.principal, { conversationId: here, lastSeenMessageId });
  expect(await read(first)).toMatchObject({ applied: true, badgeClear: null });
  const badgeBucket = `kiloclaw:${maya.sandboxId}:${here}`;
  expect(await read(last)).toMatchObject({ applied: true, badgeClear: { badgeBucket, badgeCount: 2 } });
  expect(await read(last)).toMatchObject({ applied: false, badgeClear: { badgeBucket, badgeCount: 2 } });
  await sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select ${there}, 'bulk' || n, 'somebody', '[]', 1000 + n from generate_series(1, ${unreadMax}) n`;
  expect((await read(last)).badgeClear?.badgeCount).toBe(unreadMax);
});

test('sending reads nothing: what stands before it stays unread until it was seen', async () => {
  const conversationId = await begun();
  await say(agent(), conversationId);
  await say(maya.principal, conversationId);
  expect(await readConversation(house.app, maya.principal, conversationId)).toMatchObject({ unreadCount: 1 });
});

test('setting costs one statement, reading a mark five', async () => {
  const conversationId = await begun();
  const lastSeenMessageId = await say(agent(), conversationId);
  const { app, take } = countStatements(house.app);
  await changePersonal(app, maya.principal, { conversationId, pinned: true });
  expect(take()).toBe(1);
  await markRead(app, maya.principal, { conversationId, lastSeenMessageId });
  expect(take()).toBe(5);
});

test('over HTTP: the flag may be left out or taken back, and what is no flag or no draft changes nothing', async () => {
  const conversationId = await begun();
  const at = (verb: string, method: string, body: unknown) =>
    ask(method, `${house.url}/v1/conversations/${conversationId}/${verb}`, { headers: maya.headers, body });
  expect((await at('pin', 'POST', {})).body.personal.pinned).toBe(true);
  expect((await at('pin', 'POST', { pinned: false })).body.personal.pinned).toBe(false);
  expect((await at('mute', 'POST', { muted: true })).body.personal.muted).toBe(true);
  expect((await at('archive', 'POST', {})).body.personal.archivedAt).toBeGreaterThan(0);
  expect((await at('unarchive', 'POST', {})).body.personal.archivedAt).toBeNull();
  const draft = 'x'.repeat(draftMax);
  expect((await at('draft', 'PUT', { text: draft })).status).toBe(200);
  const told = (await ownLog(maya)).length;
  for (const [verb, method, body] of [
    ['pin', 'POST', { pinned: 1 }],
    ['mute', 'POST', { muted: 'yes' }],
    ['draft', 'PUT', { text: `${draft}x` }],
    ['draft', 'PUT', { text: 7 }],
    ['draft', 'PUT', {}],
    ['draft', 'PUT', []],
  ] as const) {
    expect(await at(verb, method, body)).toMatchObject({ status: 400, code: 'invalid_input' });
  }
  expect(await ownLog(maya)).toHaveLength(told);
});
