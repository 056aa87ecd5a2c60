import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/bots/keys.ts';
import { presenceOfBots } from '#server/bots/bot-status.ts';
import { readBotStatus } from '#server/bots/read-status.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { send } from '#server/chat/messages/send.ts';
import { addReaction } from '#server/chat/reactions.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { TestEventSource } from '#server/testing/event-source.ts';
import { download, upload } from '#server/testing/files.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { bot, type Bot } from './bot.ts';

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp();
});
afterAll(() => house.close());

type Guest = Omit<Person, 'password'>;

interface Stage {
  maya: Guest;
  agent: Bot;
}

/** Somebody with an agent of their own; as its author writes it. */
async function stage(name: string): Promise<Stage> {
  const maya = await guest(house.app, name);
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  return { maya, agent: bot({ url: `${house.url}/bot/v1/sandboxes/${maya.sandboxId}`, key }) };
}

async function say({ principal, conversationId }: Guest, text: string): Promise<string> {
  const content = [{ type: 'text' as const, text }];
  return (await send(house.app, principal, { conversationId, content })).messageId;
}

async function messagesOf({ principal, conversationId }: Guest): Promise<Message[]> {
  const { messages } = await listMessages(house.app, principal, { conversationId, limit: 50 });
  return messages.toReversed();
}

async function textsOf(maya: Guest): Promise<string[]> {
  return (await messagesOf(maya)).map(({ content }) => textOf(content));
}

const statesOf = async ({ sandboxId }: Guest) => {
  const rows = await house.app.sql<{ state: string }[]>`select state from deliveries where sandbox_id = ${sandboxId}`;
  return rows.map(({ state }) => state);
};
const openOf = async ({ sandboxId }: Guest) =>
  (await house.app.sql`select from deliveries where sandbox_id = ${sandboxId} and state <> 'acknowledged'`).length;

test('one line is a bot: it answers what is said to it, and what was said before it came', async () => {
  const { maya, agent } = await stage('Maya');
  await say(maya, 'before');
  agent.on('message', (m) => m.reply(`You said ${m.text}`));
  await until(async () => (await textsOf(maya)).includes('You said before'));
  await say(maya, 'hello');
  await until(async () => (await textsOf(maya)).includes('You said hello'));
  await agent.close();
  expect(await agent.ended).toBe('closed');
  expect(await textsOf(maya)).toEqual(['before', 'You said before', 'hello', 'You said hello']);
  expect(await openOf(maya)).toBe(0);
});

test('a bot that is connected is online, says what it can do, and is offline once it was closed', async () => {
  const maya = await guest(house.app, 'Runa');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  const url = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}`;
  const agent = bot({ url, key, capabilities: ['attachments'] }).on('message', () => undefined);
  const status = () => readBotStatus(house.app, maya.principal, maya.sandboxId);
  await until(async () => (await status()).status.online);
  await until(async () => (await status()).status.capabilities.includes('attachments'));
  await agent.close();
  expect((await status()).status.presence).toBe('offline');
});

test('a message says all of what it is, and can be reacted to once', async () => {
  const { maya, agent } = await stage('Noor');
  const { conversationId } = maya;
  const first = await say(maya, 'the first');
  const { messageId } = await send(house.app, maya.principal, {
    conversationId,
    content: [{ type: 'text', text: 'and this' }],
    inReplyToMessageId: first,
  });
  const heard = await new Promise((resolve) => {
    agent.on('message', async (m) => {
      for (let n = 0; n < 2; n++) await m.react('👍');
      if (m.text === 'and this') resolve(m);
    });
  });
  await agent.close();
  const from = maya.principal.userId;
  expect(heard).toMatchObject({ conversationId, messageId, from, text: 'and this', files: [] });
  expect(heard).toMatchObject({ inReplyTo: { messageId: first, from, text: 'the first' } });
  for (const { reactions } of await messagesOf(maya)) {
    expect(reactions).toEqual([{ emoji: '👍', count: 1, memberIds: [botIdOf(maya.sandboxId)] }]);
  }
});

test('files come down with a message, and go up with its answer', async () => {
  const { maya, agent } = await stage('Ines');
  const { principal, conversationId } = maya;
  agent.on('message', async (m) => {
    const [file] = m.files;
    const text = (await (await must(file, 'a file').download()).text()).toUpperCase();
    const bytes = new TextEncoder().encode(text);
    await m.reply('Louder', { files: [{ filename: `loud-${file?.filename}`, mimeType: 'text/plain', bytes }] });
  });
  const { attachmentId } = await upload(house, principal, conversationId, { bytes: new TextEncoder().encode('hello') });
  await send(house.app, principal, { conversationId, content: [{ type: 'attachment', attachmentId }] });
  const answer = await until(async () => (await messagesOf(maya))[1]);
  await agent.close();
  const [words, file] = answer.content;
  expect(words).toEqual({ type: 'text', text: 'Louder' });
  expect(file).toMatchObject({ type: 'attachment', filename: 'loud-notes.txt', size: 5 });
  const loud = must(file?.type === 'attachment' ? file : null, 'a file');
  const got = await download(house, principal, { conversationId, attachmentId: loud.attachmentId });
  expect(await got.text()).toBe('HELLO');
});

test('people see what it is at, and read its answer while it is written', async () => {
  const { maya, agent } = await stage('Sofia');
  const events = `${house.url}/v1/conversations/${maya.conversationId}/events`;
  const watching = await TestEventSource.open(events, maya.headers);
  const seen = (event: string) =>
    watching.frames.flatMap((frame) => (frame.type === 'event' && frame.event === event ? [frame.payload] : []));
  agent.on('message', async (m) => {
    m.typing('reading 4 files');
    await until(() => seen('typing').length > 0);
    const stream = await m.stream();
    for (const word of ['The ', 'harbour ', 'is full.']) stream.append(word);
    await stream.finish();
  });
  await watching.until(() => watching.names.includes('context.subscribed'));
  await say(maya, 'how is it');
  await until(async () => (await textsOf(maya)).includes('The harbour is full.'));
  await until(() => seen('message.delta').length > 0);
  await agent.close();
  expect(seen('typing')[0]).toEqual({ memberId: botIdOf(maya.sandboxId), activity: 'reading 4 files' });
  await watching.close();
});

test('a handler that fails is told of, and gets its delivery again; one conversation never waits for another', async () => {
  const { maya, agent } = await stage('Tess');
  const errors: unknown[] = [];
  const heard: string[] = [];
  agent
    .on('error', (error) => errors.push(error))
    .on('message', async (m) => {
      heard.push(m.text);
      if (m.text === 'fail') throw new Error('it broke');
      await m.reply('fine');
    });
  await say(maya, 'fail');
  await until(() => errors.length === 1);
  const other = await agent.api.createConversation({ title: 'Another' });
  await say({ ...maya, conversationId: other.conversationId }, 'go on');
  await until(() => heard.includes('go on'));
  await agent.close();
  expect(errors).toEqual([new Error('it broke')]);
  expect(await openOf(maya)).toBe(1);
});

test('what nobody listens for is acknowledged and holds nothing up', async () => {
  const { maya, agent } = await stage('Ulla');
  const heard: string[] = [];
  agent.on('conversation.created', (told) => void heard.push(told.type));
  await say(maya, 'is anybody there?');
  await until(async () => (await statesOf(maya)).join() === 'acknowledged,acknowledged');
  await agent.close();
  expect(heard).toEqual(['conversation.created']);
});

test('a bot says by itself that its key is refused, and that another one took over', async () => {
  const { maya, agent } = await stage('Vera');
  const { key } = await createKey(house.app, maya.sandboxId, 'again');
  const url = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}`;
  const errors: string[] = [];
  const note = (error: unknown) => errors.push(String(error));
  await new Promise((resolve) => agent.on('error', note).on('open', () => resolve(null)));
  const newer = bot({ url, key });
  newer.on('message', () => undefined);
  expect(await agent.ended).toBe('replaced');
  await newer.close();
  const refused = bot({ url, key: 'ccb_no_key' }).on('error', note);
  expect(await refused.ended).toBe('refused');
  expect(errors).toEqual([expect.stringMatching(/taken over/), expect.stringMatching(/was refused/)]);
});

test('a bot that is opened and closed in the same breath never connects', async () => {
  const { maya, agent } = await stage('Wim');
  agent.on('message', (m) => m.reply('too late'));
  await agent.close();
  await say(maya, 'hello');
  expect((await presenceOfBots(house.app, [maya.sandboxId])).get(maya.sandboxId)).toMatchObject({
    presence: 'unknown',
  });
});

test('who listens for edits, deletions or reactions is told of them from then on, without saying so anywhere else', async () => {
  const { maya, agent } = await stage('Una');
  const { conversationId, principal } = maya;
  const heard: string[] = [];
  agent.on('reaction.added', ({ emoji, from }) => heard.push(`${emoji} from ${from}`));
  const subscribed = (count: number) =>
    until(async () => {
      const [row] = await house.app.sql<{ subscriptions: string[] }[]>`
        select subscriptions from sandboxes where id = ${maya.sandboxId}`;
      return row?.subscriptions.length === count;
    });
  await subscribed(1);
  const messageId = await say(maya, 'hello');
  await addReaction(house.app, principal, { conversationId, messageId, emoji: '👍' });
  await until(() => heard.length === 1);
  agent.on('message.updated', ({ text }) => heard.push(`edited to ${text}`));
  await subscribed(2);
  const content = [{ type: 'text' as const, text: 'hello again' }];
  await edit(house.app, principal, { conversationId, messageId, content, expectedVersion: 1 });
  await until(() => heard.length === 2);
  expect(heard).toEqual([`👍 from ${principal.userId}`, 'edited to hello again']);
  await agent.close();
});

test('who writes hears by its stream that somebody has read enough, though no append comes through', async () => {
  const maya = await guest(house.app, 'Lotte');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  const { promise: isHeard, resolve: hear } = Promise.withResolvers<void>();
  const slow: typeof fetch = async (url, init) => {
    if (new Request(url).url.endsWith('/append')) await isHeard;
    return fetch(url, init);
  };
  const agent = bot({ url: house.url, key, sandboxId: maya.sandboxId, fetch: slow });
  agent.on('message', async (m) => {
    const answer = await m.stream();
    answer.append('Once upon a time');
    answer.signal.addEventListener('abort', () => hear());
    await isHeard;
    await answer.finish();
  });
  await say(maya, 'tell me everything');
  const { conversationId, id: messageId } = await until(async () => (await messagesOf(maya))[1]);
  await requestStop(house.app, maya.principal, { conversationId, messageId });
  const answer = await until(async () =>
    (await messagesOf(maya)).find(({ stream }, at) => at === 1 && stream === null),
  );
  await agent.close();
  expect(textOf(answer.content)).toBe('Once upon a time');
});
