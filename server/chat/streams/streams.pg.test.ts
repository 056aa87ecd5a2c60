import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { streamedTextMax, textMax } from '#lib/contract/limits.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { createConversation } from '../conversations/create.ts';
import { listConversations } from '../conversations/read.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { readMessage } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { listVersions } from '../messages/versions.ts';
import { appendText } from './append.ts';
import { finish } from './finish.ts';
import { interruptStreams } from './interrupt.ts';
import { requestStop } from './stop.ts';

type Somebody = Omit<Person, 'password'>;

const clock = stoppedClock();
let house: TestApp;
let maya: Somebody;
let jonas: Somebody;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];
const agent = (whose: Somebody = maya) => ({ kind: 'bot', sandboxId: whose.sandboxId, keyId: 'test' }) as const;
const question = { type: 'actions' as const, groupId: 'deploy', actions: [action('allow-once'), action('deny')] };

function action(value: 'allow-once' | 'deny') {
  return { label: value, style: 'secondary' as const, value };
}

interface Stream {
  conversationId: string;
  messageId: string;
}

async function opened(content = words('')): Promise<Stream> {
  const { sandboxId } = maya;
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId });
  const opening = content.filter(({ text }) => text !== '');
  const { messageId } = await send(house.app, agent(), { conversationId, content: opening, streaming: true });
  return { conversationId, messageId };
}

const add = (stream: Stream, offset: number, text: string) =>
  appendText(house.app, agent(), { ...stream, offset, text });
const end = (stream: Stream, content: Parameters<typeof finish>[2]['content'] = []) =>
  finish(house.app, agent(), { ...stream, content });
const read = (stream: Stream) => readMessage(house.app, maya.principal, stream);

async function rowsOf({ messageId }: Stream): Promise<number> {
  return (await house.app.sql`select from message_appends where message_id = ${messageId}`).length;
}

async function eventsOf({ conversationId }: Stream): Promise<string[]> {
  const context = conversationContext(maya.sandboxId, conversationId);
  const rows = await house.app.sql<{ type: string }[]>`
    select type from events where context = ${context} order by seq`;
  return rows.map(({ type }) => type);
}

test('what an agent writes bit by bit is read while it is written, and whole when it is finished', async () => {
  const stream = await opened(words('Well, '));
  expect(await add(stream, 6, 'the harbour ')).toEqual({ ok: true, length: 18, stopRequested: false });
  expect(await add(stream, 18, 'is full 🚢.')).toMatchObject({ length: 29 });
  expect(await read(stream)).toMatchObject({
    stream: 'open',
    version: 1,
    content: words('Well, the harbour is full 🚢.'),
  });

  const { message } = await end(stream, [question]);
  expect(message).toMatchObject({ stream: null, version: 2, updatedAt: null });
  expect(message.content).toMatchObject([
    ...words('Well, the harbour is full 🚢.'),
    { groupId: 'deploy', state: 'pending' },
  ]);
  expect(await read(stream)).toEqual(message);
  expect([await rowsOf(stream), await eventsOf(stream)]).toEqual([0, ['message.created', 'message.updated']]);
});

test('an append at another place is told where the text ends, and the same one again writes nothing', async () => {
  const stream = await opened();
  await add(stream, 0, 'one 🐙');
  await expect(add(stream, 3, 'two')).rejects.toMatchObject({ code: 'wrong_offset', offset: 6 });
  await expect(add(stream, 0, 'one')).rejects.toMatchObject({ code: 'wrong_offset', offset: 6 });
  await expect(add(stream, 7, 'two')).rejects.toMatchObject({ code: 'wrong_offset', offset: 6 });
  expect(await add(stream, 0, 'one 🐙')).toMatchObject({ length: 6 });
  expect(await rowsOf(stream)).toBe(1);
  expect(await eventsOf(stream)).toEqual(['message.created']);
});

test('of many appends at one place exactly one gets in, whichever nodes they reach', async () => {
  const stream = await opened();
  const tries = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => add(stream, 0, `text ${at}`)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await rowsOf(stream)).toBe(1);
});

test('a full message takes no more, and its blocks are cut between characters', async () => {
  const stream = await opened();
  const piece = 'x' + '🦀'.repeat((textMax - 2) / 2) + 'y';
  for (let offset = 0; offset < streamedTextMax; offset += textMax) await add(stream, offset, piece);
  await expect(add(stream, streamedTextMax, '.')).rejects.toMatchObject({ code: 'impossible_value' });
  const { message } = await end(stream);
  expect(textOf(message.content)).toBe(piece.repeat(streamedTextMax / textMax));
  const texts = message.content.map((block) => (block.type === 'text' ? block.text : ''));
  expect(texts.every((text) => text.isWellFormed() && text.length <= textMax)).toBe(true);
});

test('only its agent writes it, whoever else is there', async () => {
  const stream = await opened();
  const theirs = { ...stream, offset: 0, text: 'not mine' };
  await expect(appendText(house.app, agent(jonas), theirs)).rejects.toMatchObject({ code: 'not_found' });
  await expect(finish(house.app, agent(jonas), { ...stream, content: [] })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(requestStop(house.app, jonas.principal, stream)).rejects.toMatchObject({ code: 'not_found' });
  const { conversationId } = stream;
  const { messageId } = await send(house.app, maya.principal, { conversationId, content: words('mine') });
  const mayas = { conversationId, messageId };
  await expect(add(mayas, 4, 'no')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(end(mayas)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(add({ conversationId, messageId: ulid() }, 0, 'no')).rejects.toMatchObject({ code: 'not_found' });
  expect((await eventsOf(stream)).length).toBe(2);
});

test('finishing again is done already; finishing otherwise, and appending after, is refused', async () => {
  const stream = await opened();
  await add(stream, 0, 'all of it');
  const { message } = await end(stream, [question]);
  expect((await end(stream, [question])).message).toEqual(message);
  await expect(end(stream, words('and more'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(add(stream, 9, ' and more')).rejects.toMatchObject({ code: 'conflict' });
  expect(await eventsOf(stream)).toEqual(['message.created', 'message.updated']);
});

test('what says nothing cannot be finished, and two questions cannot have one name', async () => {
  const silent = await opened();
  await expect(end(silent)).rejects.toMatchObject({ code: 'impossible_value' });
  await add(silent, 0, ' \n');
  await expect(end(silent)).rejects.toMatchObject({ code: 'impossible_value' });
  await expect(end(silent, [question, question])).rejects.toMatchObject({ code: 'impossible_value' });
  expect(await eventsOf(silent)).toEqual(['message.created']);
  await deleteMessage(house.app, agent(), silent);
});

test('opening again under the same clientId finds the message with what it has so far', async () => {
  const { conversationId } = await opened();
  const opening = { conversationId, content: [], clientId: ulid(), streaming: true };
  const { messageId } = await send(house.app, agent(), opening);
  await add({ conversationId, messageId }, 0, 'so far');
  const again = await send(house.app, agent(), opening);
  expect(again).toMatchObject({ repeated: true, messageId, message: { stream: 'open', content: words('so far') } });
});

test('a deletion takes the appends along, and an edit ends the stream with what it was in the history', async () => {
  const deleted = await opened();
  await add(deleted, 0, 'a secret');
  await deleteMessage(house.app, agent(), deleted);
  expect(await rowsOf(deleted)).toBe(0);
  expect(await read(deleted)).toMatchObject({ deleted: true, stream: null, content: [] });
  await expect(add(deleted, 8, '.')).rejects.toMatchObject({ code: 'conflict' });

  const edited = await opened();
  await add(edited, 0, 'half of');
  const whole = await edit(house.app, agent(), { ...edited, content: words('all'), expectedVersion: 1 });
  expect(whole.message).toMatchObject({ stream: null, version: 2, content: words('all') });
  expect(await rowsOf(edited)).toBe(0);
  const { versions } = await listVersions(house.app, maya.principal, { ...edited, limit: 10 });
  expect(versions).toMatchObject([{ version: 1, content: words('half of') }]);
});

test('a message whose agent went silent is ended within half a minute, by one of the nodes that look', async () => {
  const stream = await opened(words('I was '));
  clock.pass(20_000);
  await add(stream, 6, 'about to');
  clock.pass(20_000);
  await interruptStreams(house.app);
  await add(stream, 14, '');
  clock.pass(27_000);
  await interruptStreams(house.app);
  expect(await read(stream)).toMatchObject({ stream: 'open' });
  clock.pass(1_001);
  await Promise.all([interruptStreams(house.app), interruptStreams(house.app)]);
  expect(await read(stream)).toMatchObject({ stream: 'interrupted', version: 2, content: words('I was about to') });
  expect([await rowsOf(stream), await eventsOf(stream)]).toEqual([0, ['message.created', 'message.updated']]);

  // Its agent comes back: the rest is an edit, after which nothing is missing.
  await expect(add(stream, 14, ' say')).rejects.toMatchObject({ code: 'conflict' });
  await expect(end(stream)).rejects.toMatchObject({ code: 'conflict' });
  const content = words('I was about to say');
  await edit(house.app, agent(), { ...stream, content, expectedVersion: 2 });
  expect(await read(stream)).toMatchObject({ stream: null, version: 3, content });
});

test('an agent hears with its next append that a reader has read enough, and has ten seconds', async () => {
  const stream = await opened();
  await add(stream, 0, 'And furthermore');
  expect(await requestStop(house.app, maya.principal, stream)).toEqual({ ok: true });
  expect(await add(stream, 15, ' …')).toEqual({ ok: true, length: 17, stopRequested: true });
  clock.pass(10_000);
  await interruptStreams(house.app);
  expect(await read(stream)).toMatchObject({ stream: 'open' });
  await requestStop(house.app, maya.principal, stream);
  await add(stream, 17, '…');
  clock.pass(1);
  await interruptStreams(house.app);
  expect(await read(stream)).toMatchObject({ stream: 'interrupted', content: words('And furthermore ……') });
  expect(await requestStop(house.app, maya.principal, stream)).toEqual({ ok: true });
  expect(await eventsOf(stream)).toEqual(['message.created', 'message.stop_requested', 'message.updated']);
});

test('the list shows what is written so far, and its first words are the title when it is finished', async () => {
  const stream = await opened();
  await add(stream, 0, 'Tides of\nthe week');
  const row = async () =>
    (await listConversations(house.app, maya.principal, { limit: 100 })).conversations.find(
      ({ conversationId }) => conversationId === stream.conversationId,
    );
  expect(await row()).toMatchObject({ title: null, preview: { text: 'Tides of the week' } });
  await end(stream);
  expect(await row()).toMatchObject({ title: 'Tides of the week', preview: { text: 'Tides of the week' } });
});

test('an append costs one statement and a finish four, however long the text is', async () => {
  const counting = countStatements(house.app);
  const costs = async (appends: number) => {
    const stream = await opened(words('.'));
    for (let offset = 1; offset < appends; offset++) await add(stream, offset, '.');
    await appendText(counting.app, agent(), { ...stream, offset: appends, text: 'last' });
    const append = counting.take();
    await finish(counting.app, agent(), { ...stream, content: [] });
    return { append, finish: counting.take() };
  };
  const few = await costs(1);
  expect(await costs(30)).toEqual(few);
  expect(few).toEqual({ append: 1, finish: 4 });
});
