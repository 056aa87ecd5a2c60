import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { createConversation } from '../conversations/create.ts';
import { leave } from '../members/leave.ts';
import { addReaction } from '../reactions.ts';
import { deleteMessage } from './delete.ts';
import { edit } from './edit.ts';
import { readMessage } from './read.ts';
import { send } from './send.ts';
import { listVersions } from './versions.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function said(text = 'the first words', by: 'maya' | 'agent' = 'maya') {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  const principal = by === 'maya' ? maya.principal : agent();
  const { messageId } = await send(house.app, principal, { conversationId, content: words(text) });
  return { conversationId, messageId };
}

async function eventsOf(conversationId: string): Promise<string[]> {
  const rows = await house.app.sql<{ type: string }[]>`
    select type from events where context like ${`%/${conversationId}`} order by seq`;
  return rows.map((row) => row.type);
}

test('of two edits of the same version one wins, and the other is told what stands there', async () => {
  const message = await said();
  const tries = await Promise.allSettled(
    ['left', 'right'].map((side) =>
      edit(house.app, maya.principal, { ...message, content: words(side), expectedVersion: 1 }),
    ),
  );
  const refused = tries.find((tried) => tried.status === 'rejected');
  const { content, version } = await readMessage(house.app, maya.principal, message);
  expect(tries.map((tried) => tried.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(refused?.reason).toMatchObject({ code: 'edit_conflict', conflict: { version: 2, content } });
  expect(version).toBe(2);
});

test('the same edit again is answered as the first time, and nothing new is written', async () => {
  const message = await said();
  const same = { ...message, content: words('better'), expectedVersion: 1 };
  const first = await edit(house.app, maya.principal, same);
  expect(await edit(house.app, maya.principal, same)).toEqual(first);
  expect(await eventsOf(message.conversationId)).toEqual(['message.created', 'message.updated']);
});

test('an agent that says when it made an edit: the newer wins, a stale one is refused, the future is now', async () => {
  const message = await said('a draft', 'agent');
  const editAt = (text: string, timestamp: number) =>
    edit(house.app, agent(), { ...message, content: words(text), timestamp });
  await editAt('older', 1_000);
  await editAt('newer', 2_000);
  const stale = { code: 'edit_conflict', conflict: { version: 3, content: words('newer') } };
  await expect(editAt('late', 1_999)).rejects.toMatchObject(stale);
  await expect(editAt('as late', 2_000)).rejects.toMatchObject(stale);
  const { message: edited } = await editAt('from the future', 9e15);
  expect(edited.version).toBe(4);
  const [row] = await house.app.sql<{ isAhead: boolean }[]>`
    select client_updated_at > now() as "isAhead" from messages where id = ${message.messageId}`;
  expect(row).toEqual({ isAhead: false });
});

test('what edits replaced can be read, newest first, by pages, by whoever may read the message', async () => {
  const message = await said('one');
  for (const [at, text] of ['two', 'three', 'four'].entries()) {
    await edit(house.app, maya.principal, { ...message, content: words(text), expectedVersion: at + 1 });
  }
  const page = await listVersions(house.app, agent(), { ...message, limit: 2 });
  expect(page).toMatchObject({ hasMore: true, versions: [{ version: 3, content: words('three') }, { version: 2 }] });
  const rest = await listVersions(house.app, agent(), { ...message, limit: 2, before: 2 });
  expect(rest).toMatchObject({ hasMore: false, versions: [{ version: 1, content: words('one') }] });
  const foreign = listVersions(house.app, jonas.principal, { ...message, limit: 2 });
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
});

test('nobody changes or deletes what somebody else wrote, nor anything where they are no member any more', async () => {
  const agents = await said('mine', 'agent');
  const content = words('not mine');
  const foreign = edit(house.app, maya.principal, { ...agents, content, expectedVersion: 1 });
  await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
  await expect(deleteMessage(house.app, maya.principal, agents)).rejects.toMatchObject({ code: 'forbidden' });
  const own = await said();
  await leave(house.app, maya.principal, own.conversationId);
  const late = edit(house.app, maya.principal, { ...own, content, expectedVersion: 1 });
  await expect(late).rejects.toMatchObject({ code: 'not_found' });
  await expect(deleteMessage(house.app, maya.principal, own)).rejects.toMatchObject({ code: 'not_found' });
});

test('of a deleted message nothing is left that it ever said: not here, not in versions, replies, reactions or deliveries', async () => {
  const message = await said('secret-one');
  const { conversationId, messageId } = message;
  const reply = await send(house.app, agent(), { conversationId, content: words('hm'), inReplyToMessageId: messageId });
  expect(reply.message.replyTo?.previewText).toBe('secret-one');
  await edit(house.app, maya.principal, { ...message, content: words('secret-two'), expectedVersion: 1 });
  await addReaction(house.app, agent(), { ...message, emoji: 'secret-emoji' });
  await deleteMessage(house.app, maya.principal, message);
  await deleteMessage(house.app, maya.principal, message);

  const tombstone = { deleted: true, content: [], reactions: [], reactionsSeq: 0, version: 3 };
  expect(await readMessage(house.app, maya.principal, message)).toMatchObject(tombstone);
  const answer = await readMessage(house.app, maya.principal, { conversationId, messageId: reply.messageId });
  expect(answer.replyTo).toMatchObject({ deleted: true, previewText: null, version: 3 });
  expect(await listVersions(house.app, maya.principal, { ...message, limit: 9 })).toEqual({
    versions: [],
    hasMore: false,
  });
  const rows = await house.app.sql`
    select m::text from messages m where conversation_id = ${conversationId}
    union all select v::text from message_versions v where conversation_id = ${conversationId}
    union all select r::text from message_reactions r where conversation_id = ${conversationId}
    union all select d::text from deliveries d where conversation_id = ${conversationId}`;
  expect(JSON.stringify(rows)).not.toContain('secret');
  expect((await eventsOf(conversationId)).filter((type) => type === 'message.deleted')).toHaveLength(1);
  const again = edit(house.app, maya.principal, { ...message, content: words('back'), expectedVersion: 3 });
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
});

test('over HTTP people say which version they had, agents may say a time, and a conflict carries what stands there', async () => {
  const message = await said();
  const url = `${house.url}/v1/messages/${message.messageId}`;
  const patch = (body: object) =>
    ask('PATCH', url, { headers: maya.headers, body: { conversationId: message.conversationId, ...body } });
  const content = words('better');
  expect(await patch({ content, timestamp: 1 })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect((await patch({ content, expectedVersion: 1 })).body).toMatchObject({ message: { version: 2, content } });
  const late = await patch({ content: words('late'), expectedVersion: 1 });
  expect([late.status, late.code]).toEqual([409, 'edit_conflict']);
  expect(late.body.error.conflict).toEqual({ version: 2, content });
  const procedure = await ask('POST', `${house.url}/api/trpc/messages.edit`, {
    headers: maya.headers,
    body: { ...message, content: words('late'), expectedVersion: 1 },
  });
  expect(procedure.body.error.data.conflict).toEqual({ version: 2, content });

  const agents = await said('a draft', 'agent');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  const own = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/messages/${agents.messageId}`;
  const headers = { authorization: `Bearer ${key}` };
  const { conversationId } = agents;
  expect((await ask('PATCH', own, { headers, body: { conversationId, content, timestamp: 5 } })).status).toBe(200);
  const gone = await ask('DELETE', `${own}?conversationId=${conversationId}`, { headers });
  expect([gone.status, gone.body]).toEqual([200, { ok: true }]);
});

test('bad input is refused with a clear code, is never a 500, and changes nothing', async () => {
  const message = await said();
  const { conversationId, messageId } = message;
  const before = await readMessage(house.app, maya.principal, message);
  const good = { conversationId, content: words('x'), expectedVersion: 1 };
  const bodies = [
    [undefined, 400],
    [null, 400],
    [[], 400],
    [{}, 400],
    [{ ...good, content: [] }, 400],
    [{ ...good, content: words(' ') }, 400],
    [{ ...good, content: words('x\0') }, 400],
    [{ ...good, content: words('\ud800') }, 400],
    [{ ...good, expectedVersion: -1 }, 400],
    [{ ...good, expectedVersion: 1.5 }, 400],
    [{ ...good, expectedVersion: '1' }, 400],
    [{ ...good, expectedVersion: Number.MAX_SAFE_INTEGER }, 409],
    [{ ...good, timestamp: 5 }, 400],
    [{ ...good, expectedVersion: undefined, timestamp: 0 }, 400],
    [{ ...good, expectedVersion: undefined, timestamp: 1e300 }, 400],
    [{ ...good, conversationId: ulid() }, 404],
    [{ ...good, conversationId: '../..' }, 400],
  ] as const;
  for (const [body, status] of bodies) {
    const answer = await ask('PATCH', `${house.url}/v1/messages/${messageId}`, { headers: maya.headers, body });
    expect([body, answer.status]).toEqual([body, status]);
  }
  const gets: [string, number][] = [
    [`/v1/messages/${messageId}`, 400],
    [`/v1/messages/nothing?conversationId=${conversationId}`, 404],
    [`/v1/messages/%00?conversationId=${conversationId}`, 404],
    [`/v1/messages/${ulid()}?conversationId=${conversationId}`, 404],
    [`/v1/messages/${ulid()}/versions?conversationId=${conversationId}`, 404],
    [`/v1/messages/${messageId}/versions?conversationId=${conversationId}&before=0`, 400],
    [`/v1/messages/${messageId}/versions?conversationId=${conversationId}&before=99999999999`, 400],
    [`/v1/messages/${messageId}/versions?conversationId=${conversationId}&limit=0`, 400],
  ];
  for (const [path, status] of gets) {
    const answer = await ask('GET', house.url + path, { headers: maya.headers });
    expect([path, answer.status]).toEqual([path, status]);
  }
  for (const path of [`/v1/messages/${messageId}`, `/v1/messages/x?conversationId=${conversationId}`]) {
    expect((await ask('DELETE', house.url + path, { headers: maya.headers })).status).toBeLessThan(500);
  }
  expect(await readMessage(house.app, maya.principal, message)).toEqual(before);
});
