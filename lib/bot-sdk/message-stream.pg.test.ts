import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/bots/keys.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { interruptStreams } from '#server/chat/streams/interrupt.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { until } from '#server/testing/until.ts';
import { BotApi } from './api.ts';
import { openMessage } from './message-stream.ts';

const clock = stoppedClock();
let house: TestApp;
let maya: Omit<Person, 'password'>;
let key: string;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  key = (await createKey(house.app, maya.sandboxId, 'mine')).key;
});
afterAll(() => house.close());

function api(ask: typeof fetch = fetch): BotApi {
  return new BotApi({ url: house.url, key, sandboxId: maya.sandboxId, fetch: ask });
}

async function begun(): Promise<string> {
  const { sandboxId, principal } = maya;
  return (await createConversation(house.app, principal, { sandboxId })).conversationId;
}

async function messagesIn(conversationId: string): Promise<Message[]> {
  return (await listMessages(house.app, maya.principal, { conversationId, limit: 50 })).messages;
}

async function messageIn(conversationId: string): Promise<Message> {
  return must((await messagesIn(conversationId))[0], 'a message');
}

const said = (conversationId: string, text: string) =>
  until(async () => textOf((await messageIn(conversationId)).content) === text);

test('people read while an agent writes, and once, though answers to it are lost on the way', async () => {
  const conversationId = await begun();
  const losing = new Set(['/messages', 'append', 'finish']);
  // The server has done it; the agent doesn't know.
  const lossy: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    const lost = [...losing].find((end) => response.url.endsWith(end));
    if (lost === undefined) return response;
    losing.delete(lost);
    await response.arrayBuffer();
    throw new TypeError('the answer is lost');
  };
  const stream = await openMessage(api(lossy), { conversationId, clientId: ulid() });
  stream.append('The harbour ');
  await said(conversationId, 'The harbour ');
  for (const word of ['is ', 'full ', '🚢', '.']) stream.append(word);
  expect(await stream.finish()).toBe('finished');
  expect(losing.size).toBe(0);
  expect(await messagesIn(conversationId)).toMatchObject([
    { stream: null, content: [{ text: 'The harbour is full 🚢.' }] },
  ]);
});

test('one that died while it wrote says it again in other words, in the same message', async () => {
  const conversationId = await begun();
  const opening = { conversationId, clientId: ulid() };
  const dying = await openMessage(api(), opening);
  dying.append('I think that');
  await said(conversationId, 'I think that');
  dying.abandon();
  const again = await openMessage(api(), opening);
  again.append('I am sure');
  expect(await again.finish()).toBe('finished');
  const done = await openMessage(api(), opening);
  done.append('Or am I?');
  expect(await done.finish()).toBe('finished');
  expect(await messagesIn(conversationId)).toMatchObject([{ stream: null, content: [{ text: 'I am sure' }] }]);
});

test('one that was cut off says the whole of it when it is back', async () => {
  const conversationId = await begun();
  const stream = await openMessage(api(), { conversationId });
  stream.append('Wait for ');
  await said(conversationId, 'Wait for ');
  clock.pass(28_001);
  await interruptStreams(house.app);
  expect(await messageIn(conversationId)).toMatchObject({ stream: 'interrupted' });
  stream.append('me');
  expect(await stream.finish()).toBe('finished');
  expect(await messageIn(conversationId)).toMatchObject({ stream: null, content: [{ text: 'Wait for me' }] });
});

test('one whose reader has read enough is told to stop, and what was ended stays so', async () => {
  const conversationId = await begun();
  const stream = await openMessage(api(), { conversationId });
  const message = { conversationId, messageId: stream.messageId };
  stream.append('And another thing');
  await said(conversationId, 'And another thing');
  await requestStop(house.app, maya.principal, message);
  stream.append(', and');
  await until(() => stream.signal.aborted);
  clock.pass(10_001);
  await interruptStreams(house.app);
  stream.append(' one more');
  expect(await stream.finish()).toBe('stopped');
  expect(await messageIn(conversationId)).toMatchObject({
    stream: 'interrupted',
    content: [{ text: 'And another thing, and' }],
  });
});
