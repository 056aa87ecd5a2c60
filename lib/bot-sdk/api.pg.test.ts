import { afterAll, beforeAll, expect, test } from 'vitest';
import { botIdOf } from '#lib/contract/ids.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { createKey } from '#server/bots/keys.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { BotApi } from './api.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;
let api: BotApi;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  api = new BotApi({ url: `${house.url}/`, key, sandboxId: maya.sandboxId });
});
afterAll(() => house.close());

test('a bot reads, pages, edits, deletes and reacts', async () => {
  const { conversationId } = maya;
  const { messageId } = await api.send({ conversationId, text: 'one' });
  await api.send({ conversationId, text: 'two' });
  const place = { conversationId, messageId };
  await api.react({ ...place, emoji: '🚢' });
  expect((await api.readMessage(place)).reactions).toMatchObject([{ emoji: '🚢', count: 1 }]);
  await api.unreact({ ...place, emoji: '🚢' });
  await api.edit(place, [{ type: 'text', text: 'one, corrected' }]);
  expect(await api.readMessage(place)).toMatchObject({ reactions: [], content: [{ text: 'one, corrected' }] });
  const newest = await api.listMessages({ conversationId, limit: 1 });
  expect(newest).toMatchObject({ hasMore: true, messages: [{ content: [{ text: 'two' }] }] });
  const before = await api.listMessages({ conversationId, before: newest.messages[0]?.id ?? '' });
  expect(before.messages.map(({ id }) => id)).toEqual([messageId]);
  await api.delete(place);
  expect(await api.readMessage(place)).toMatchObject({ deleted: true, content: [] });
});

test('a bot begins conversations, names them, and knows who is in them', async () => {
  const { conversationId } = await api.createConversation({ title: 'Nightly build' });
  await api.renameConversation(conversationId, 'Nightly build of main');
  const conversation = await api.readConversation(conversationId);
  expect(conversation.title).toBe('Nightly build of main');
  expect(conversation.members.map(({ id }) => id).toSorted()).toEqual(
    [botIdOf(maya.sandboxId), maya.principal.userId].toSorted(),
  );
  const { conversations } = await api.listConversations({ limit: 1 });
  expect(conversations).toMatchObject([{ conversationId }]);
  await api.sayTyping(conversationId, 'building');
  await api.stopTyping(conversationId);
});

test('an answer that is longer than a block is one message all the same, and no character of it is cut', async () => {
  const text = `${'x'.repeat(7_999)}🦀${'y'.repeat(9_000)}`;
  const { message } = await api.send({ conversationId: maya.conversationId, text });
  expect(message.content).toHaveLength(3);
  expect(textOf(message.content)).toBe(text);
});

test('what the server refuses is an error with its code and its sentence', async () => {
  const jonas = await guest(house.app, 'Jonas');
  const { messageId } = await send(house.app, jonas.principal, {
    conversationId: jonas.conversationId,
    content: [{ type: 'text', text: 'private' }],
  });
  const foreign = { conversationId: jonas.conversationId, messageId };
  for (const attempt of [
    () => api.readMessage(foreign),
    () => api.readConversation(jonas.conversationId),
    () => api.listMessages({ conversationId: jonas.conversationId }),
    () => api.react({ ...foreign, emoji: '👍' }),
    () => api.conversationEvents(jonas.conversationId, new AbortController().signal),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ name: 'BotApiError', status: 404, code: 'not_found' });
  }
  await expect(api.send({ conversationId: maya.conversationId, text: ' ' })).rejects.toMatchObject({
    status: 400,
    code: 'invalid_input',
    message: expect.stringContaining('must not be blank'),
  });
});
