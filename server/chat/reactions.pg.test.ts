import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emojiPerMessageMax } from '#lib/contract/limits.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { createConversation } from './conversations/create.ts';
import { deleteMessage } from './messages/delete.ts';
import { listMessages, readMessage } from './messages/read.ts';
import { send } from './messages/send.ts';
import { addReaction, removeReaction } from './reactions.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function said() {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  const content = [{ type: 'text' as const, text: 'something to react to' }];
  const { messageId } = await send(house.app, maya.principal, { conversationId, content });
  return { conversationId, messageId };
}

async function reactionsOf(message: { conversationId: string; messageId: string }) {
  const { reactions } = await readMessage(house.app, maya.principal, message);
  return Object.fromEntries(reactions.map(({ emoji, count }) => [emoji, count]));
}

test('reactions are counted by emoji, in pages as well, and raise no version', async () => {
  const message = await said();
  await addReaction(house.app, maya.principal, { ...message, emoji: '👍' });
  await addReaction(house.app, agent(), { ...message, emoji: '👍' });
  await addReaction(house.app, agent(), { ...message, emoji: '❤️' });
  await removeReaction(house.app, maya.principal, { ...message, emoji: '👍' });
  const { messages } = await listMessages(house.app, maya.principal, { ...message, limit: 1 });
  expect(messages[0]).toMatchObject({ version: 1, reactionsSeq: 5 });
  expect(await reactionsOf(message)).toEqual({ '👍': 1, '❤️': 1 });
});

test('an operation that comes again after its contrary is answered as the first time and undoes nothing', async () => {
  const reaction = { ...(await said()), emoji: '👍' };
  const operationId = ulid();
  const first = await addReaction(house.app, maya.principal, { ...reaction, operationId });
  expect(first).toEqual({ id: operationId, created: true });
  const removal = { ...reaction, operationId: ulid() };
  const removed = await removeReaction(house.app, maya.principal, removal);
  expect(removed).toEqual({ removed: true, id: removal.operationId });
  expect(await addReaction(house.app, maya.principal, { ...reaction, operationId })).toEqual({
    ...first,
    created: false,
  });
  expect(await removeReaction(house.app, maya.principal, removal)).toEqual(removed);
  expect(await reactionsOf(reaction)).toEqual({});
  const other = addReaction(house.app, maya.principal, { ...reaction, emoji: '❤️', operationId });
  await expect(other).rejects.toMatchObject({ code: 'operation_id_reused' });
});

test('the same reaction from five tabs at once is one reaction and one event', async () => {
  const reaction = { ...(await said()), emoji: '👍' };
  const added = await Promise.all(Array.from({ length: 5 }, () => addReaction(house.app, maya.principal, reaction)));
  expect(added.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(added.map(({ id }) => id)).size).toBe(1);
  const [head] = await house.app.sql`select seq from conversations where id = ${reaction.conversationId}`;
  expect(head).toEqual({ seq: 2 });
});

test('over HTTP a new reaction is 201, one that is there 200, and a removal says whether there was one', async () => {
  const { conversationId, messageId } = await said();
  const url = `${house.url}/v1/messages/${messageId}/reactions`;
  const body = { conversationId, emoji: '👍' };
  const add = () => ask('POST', url, { headers: maya.headers, body });
  const remove = () =>
    ask('DELETE', `${url}?conversationId=${conversationId}&emoji=${encodeURIComponent('👍')}`, {
      headers: maya.headers,
    });
  expect((await remove()).body).toEqual({ removed: false, id: null });
  const added = await add();
  expect([added.status, (await add()).status]).toEqual([201, 200]);
  const removed = await remove();
  expect(removed.body).toMatchObject({ removed: true });
  expect((await remove()).body).toEqual({ removed: false, id: removed.body.id });
});

test('bad input is refused, is never a 500, and leaves no row', async () => {
  const message = await said();
  const { conversationId, messageId } = message;
  const before = await rowCounts(conversationId);
  const emojis = ['', '👍'.repeat(17), 'a\nb', '\u0085', '\0', '\ud800', 5, null, undefined, ['👍']];
  for (const emoji of emojis) {
    const url = `${house.url}/v1/messages/${messageId}/reactions`;
    const answer = await ask('POST', url, { headers: maya.headers, body: { conversationId, emoji } });
    expect([emoji, answer.status]).toEqual([emoji, 400]);
    const query = new URLSearchParams({ conversationId, emoji: String(emoji ?? '') });
    expect((await ask('DELETE', `${url}?${query}`, { headers: maya.headers })).status).toBeLessThan(500);
  }
  for (const target of [
    { conversationId: ulid(), messageId },
    { conversationId, messageId: ulid() },
  ]) {
    const lost = addReaction(house.app, maya.principal, { ...target, emoji: '👍', operationId: ulid() });
    await expect(lost).rejects.toMatchObject({ code: 'not_found' });
  }
  await deleteMessage(house.app, maya.principal, message);
  const late = addReaction(house.app, maya.principal, { ...message, emoji: '👍' });
  await expect(late).rejects.toMatchObject({ code: 'conflict' });
  expect(await rowCounts(conversationId)).toEqual(before);
});

async function rowCounts(conversationId: string): Promise<unknown> {
  const [counts] = await house.app.sql`
    select (select count(*) from message_reactions where conversation_id = ${conversationId}) as reactions,
      (select count(*) from operations) as operations`;
  return counts;
}

test('a message has at most fifty different reactions; those that are there go on being counted', async () => {
  const message = await said();
  const emojis = Array.from({ length: emojiPerMessageMax }, (_, n) => `:${n}:`);
  for (const emoji of emojis) await addReaction(house.app, maya.principal, { ...message, emoji });
  const oneMore = { ...message, emoji: ':more:' };
  await expect(addReaction(house.app, agent(), oneMore)).rejects.toMatchObject({ code: 'impossible_value' });
  expect(await addReaction(house.app, agent(), { ...message, emoji: ':0:' })).toMatchObject({ created: true });
  expect(await addReaction(house.app, maya.principal, { ...message, emoji: ':1:' })).toMatchObject({ created: false });
  await removeReaction(house.app, maya.principal, { ...message, emoji: ':2:' });
  expect(await addReaction(house.app, agent(), oneMore)).toMatchObject({ created: true });
  expect(Object.keys(await reactionsOf(message))).toHaveLength(emojiPerMessageMax);
});
