import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { connectBot } from '#lib/bot-sdk/connect.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/bots/keys.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { addMember } from '#server/chat/members/add.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import { TestEventSource } from '#server/testing/event-source.ts';
import { upload } from '#server/testing/files.ts';
import { pauses, says, type ChatRequest } from '#server/testing/model-server.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, person } from '#server/testing/personas.ts';
import { answered, answersOf, messagesOf, say, startThinkingHouse, wordsOf } from '#server/testing/thinking-house.ts';
import { send } from '#server/chat/messages/send.ts';
import { createTestDatabase } from '#server/testing/database.ts';
import { until } from '#server/testing/until.ts';
import { readConversationStatus } from '#server/bots/conversation-status.ts';
import { readFacts } from '../facts.ts';
import { thinkingAgent } from './thinking-agent.ts';

let house: Awaited<ReturnType<typeof startThinkingHouse>>;

beforeAll(async () => {
  house = await startThinkingHouse();
});
afterAll(() => house.close());
beforeEach(() => void (house.model.requests.length = 0));

const lastRequest = (): ChatRequest => must(house.model.requests.at(-1), 'a request');
const told = ({ messages }: ChatRequest) => messages.slice(1).map(({ role, content }) => `${role}: ${content}`);

test('it greets by name, says which model it has, and answers with what came before in mind', async () => {
  const maya = await person(house.app, 'Maya Okafor');
  const greeting = await until(async () => (await messagesOf(house, maya))[0]);
  expect(wordsOf(greeting)).toMatch(/^Hello, Maya\.[^]*harbour-1/);
  house.model.will(says('The harbour master is **Ines**.'), says('She has been for *nine* years.'));
  await say(house, maya, 'Who is the harbour master?');
  await answered(house, maya, 1);
  await say(house, maya, 'For how long?');
  expect(await answered(house, maya, 2)).toEqual(['The harbour master is **Ines**.', 'She has been for *nine* years.']);
  const { model, messages, tools } = lastRequest();
  expect(model).toBe('harbour-1');
  expect(messages[0]?.content).toMatch(/^You are Guide, an agent in Claw Chat[^]*You talk with Maya Okafor\./);
  expect(told(lastRequest())).toEqual([
    'user: Who is the harbour master?',
    'assistant: The harbour master is **Ines**.',
    'user: For how long?',
  ]);
  expect(tools?.map(({ function: { name } }) => name)).toEqual(['save_file']);
});

test('how full its model is stands with the conversation, and grows with what is said', async () => {
  const zoe = await guest(house.app, 'Zoe');
  const use = async () => (await readConversationStatus(house.app, zoe.principal, zoe.conversationId)).status;
  house.model.will(says('Aye.'), says('Aye again.'));
  await say(house, zoe, 'Short');
  const first = await until(use);
  expect(first).toMatchObject({ contextWindow: 8_000, model: 'harbour-1', provider: expect.stringMatching(/^127/) });
  await answered(house, zoe, 1);
  await say(house, zoe, 'A much longer question, of which there is more to be said. '.repeat(20));
  const second = await until(async () => {
    const now = await use();
    return now !== null && now.contextTokens > first.contextTokens && now;
  });
  expect(second.contextTokens).toBeLessThan(second.contextWindow);
});

test('people read its answer while the model is still at it, and see at once that it is', async () => {
  const noor = await guest(house.app, 'Noor');
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const watching = await TestEventSource.open(
    `${house.url}/v1/conversations/${noor.conversationId}/events`,
    noor.headers,
  );
  await watching.until(() => watching.names.includes('context.subscribed'));
  house.model.will(pauses('The tide ', goOn, 'is high.'));
  await say(house, noor, 'How is the tide?');
  await until(async () => (await answersOf(house, noor)).some((message) => wordsOf(message) === 'The tide '));
  const typing = watching.frames.flatMap((frame) =>
    frame.type === 'event' && frame.event === 'typing' ? [frame.payload] : [],
  );
  expect(typing[0]).toEqual({ memberId: botIdOf(noor.sandboxId), activity: 'answering' });
  expect((await answersOf(house, noor))[0]?.stream).toBe('open');
  resolve();
  expect(await answered(house, noor, 1)).toEqual(['The tide is high.']);
  await watching.close();
});

test('a stop hangs up on the model at once, and what was said stays', async () => {
  const priya = await guest(house.app, 'Priya');
  house.model.will(pauses('Once upon a time', new Promise(() => undefined), ''));
  await say(house, priya, 'Tell me everything');
  const message = await until(async () => (await answersOf(house, priya)).find((one) => wordsOf(one) !== ''));
  await requestStop(house.app, priya.principal, { conversationId: priya.conversationId, messageId: message.id });
  await lastRequest().hungUp;
  expect(await answered(house, priya, 1)).toEqual(['Once upon a time']);
});

test('a stop before the first word leaves a sentence and no question to the model', async () => {
  const quinn = await guest(house.app, 'Quinn');
  house.model.will(pauses('', new Promise(() => undefined), ''));
  await say(house, quinn, 'Think hard');
  await until(() => house.model.requests.length === 1);
  const [message] = await answersOf(house, quinn);
  await requestStop(house.app, quinn.principal, {
    conversationId: quinn.conversationId,
    messageId: must(message, 'an open message').id,
  });
  expect(await answered(house, quinn, 1)).toEqual(['I stopped before I had said anything.']);
  expect(house.model.requests).toHaveLength(1);
});

test('two conversations at the same time don’t wait for each other', async () => {
  const [rosa, sami] = [await guest(house.app, 'Rosa'), await guest(house.app, 'Sami')];
  const second = await createConversation(house.app, rosa.principal, { sandboxId: rosa.sandboxId });
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  house.model.will(pauses('Slowly', goOn, ', slowly.'));
  await say(house, rosa, 'Take your time');
  await until(() => house.model.requests.length === 1);
  await say(house, { ...rosa, conversationId: second.conversationId }, 'Quick');
  await say(house, sami, 'Quick');
  expect(await answered(house, sami, 1)).toEqual(['You said: Quick']);
  await until(async () => {
    const said = await messagesOf(house, { ...rosa, conversationId: second.conversationId });
    return said.map(wordsOf).includes('You said: Quick');
  });
  resolve();
  expect(await answered(house, rosa, 1)).toEqual(['Slowly, slowly.']);
});

test('what is sent while it answers is answered next, all of it at once', async () => {
  const tess = await guest(house.app, 'Tess');
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  house.model.will(pauses('First', goOn, ' answer.'), says('Second answer.'));
  await say(house, tess, 'one');
  await until(() => house.model.requests.length === 1);
  for (const text of ['two', 'three', 'four']) await say(house, tess, text);
  resolve();
  expect(await answered(house, tess, 2)).toEqual(['First answer.', 'Second answer.']);
  expect(house.model.requests.map(told)).toEqual([
    ['user: one'],
    ['user: one', 'assistant: First answer.', 'user: two\n\nthree\n\nfour'],
  ]);
});

test('an endpoint that wants no key is given none', async () => {
  await using local = await startThinkingHouse({ env: { OPENAI_API_KEY: '' } });
  local.model.wantsKey = false;
  const xenia = await guest(local.app, 'Xenia');
  await say(local, xenia, 'Hello?');
  expect(await answered(local, xenia, 1)).toEqual(['You said: Hello?']);
  expect(local.model.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
});

test('several people are told apart by name, files by theirs, and what was deleted is not told', async () => {
  const [ulla, vera] = [await guest(house.app, 'Ulla'), await guest(house.app, 'Vera')];
  const { conversationId, principal } = ulla;
  const userId = vera.principal.userId;
  await organize(house.app, ulla.sandboxId, { [principal.userId]: 'owner', [userId]: 'member' });
  house.model.otherwise = says('Fine.');
  await addMember(house.app, principal, { conversationId, userId });
  const secret = await say(house, ulla, 'The code is 4711');
  await answered(house, ulla, 1);
  await deleteMessage(house.app, principal, { conversationId, messageId: secret });
  const { attachmentId } = await upload(house, principal, conversationId, { bytes: new TextEncoder().encode('hello') });
  await send(house.app, principal, { conversationId, content: [{ type: 'attachment', attachmentId }] });
  await answered(house, ulla, 2);
  await send(house.app, vera.principal, { conversationId, content: [{ type: 'text', text: 'And I?' }] });
  await answered(house, ulla, 3);
  expect(told(lastRequest())).toEqual([
    'user: Ulla: [attached: notes.txt, text/plain, 5 bytes]',
    'assistant: Fine.',
    'user: Vera: And I?',
  ]);
  expect(lastRequest().messages[0]?.content).toMatch(/You talk with Ulla, Vera\.[^]*begins with the name/);
});

test('of a long conversation it is told as much as fits, the newest, and a huge message its two ends', async () => {
  await using small = await startThinkingHouse({ env: { OPENAI_CONTEXT_TOKENS: '2000' } });
  const wim = await guest(small.app, 'Wim');
  small.model.otherwise = says('Yes.');
  for (let n = 1; n <= 12; n++) {
    await say(small, wim, `${n} ${'harbour '.repeat(60)}`);
    await answered(small, wim, n);
  }
  const [system, ...rest] = must(small.model.requests.at(-1), 'a request').messages;
  expect(system?.role).toBe('system');
  expect(rest[0]?.role).toBe('user');
  expect(rest.at(-1)?.content).toMatch(/^12 /);
  expect(rest.length).toBeGreaterThan(3);
  expect(rest.length).toBeLessThan(23);
  await say(small, wim, `BEGIN ${'港'.repeat(7_000)} END`);
  await answered(small, wim, 13);
  const huge = must(small.model.requests.at(-1), 'a request').messages;
  expect(huge).toHaveLength(2);
  expect(huge[1]?.content).toMatch(/^BEGIN [^]*\[…\][^]* END$/);
  expect(huge[1]?.content.length).toBeLessThan(1_000);
});

test('an answer that is longer than a message may be ends in words', async () => {
  const yara = await guest(house.app, 'Yara');
  house.model.otherwise = (res, request) => says('You said.')(res, request);
  house.model.will((res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const piece = JSON.stringify({ choices: [{ delta: { content: 'on and on '.repeat(1_000) } }] });
    for (let n = 0; n < 17; n++) res.write(`data: ${piece}\n\n`);
  });
  await say(house, yara, 'Don’t stop');
  const [said = ''] = await answered(house, yara, 1);
  expect(said.length).toBeGreaterThan(150_000);
  expect(said).toMatch(/This message is full\. Say “go on” for the rest\.$/);
  await lastRequest().hungUp;
}, 60_000);

test('what a model thinks before it speaks is not said, though its endpoint leaves it in the text', async () => {
  const olga = await guest(house.app, 'Olga');
  house.model.will(says('<think>\nShe asks for the tide.\n</think>\n\nIt is high.'));
  await say(house, olga, 'How is the tide?');
  expect(await answered(house, olga, 1)).toEqual(['It is high.']);
});

test('what no message can hold is left out of an answer, and halves of characters find each other', async () => {
  const lone = await guest(house.app, 'Lone');
  house.model.will((res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of ['\n\nA\0 ship: \ud83d', '\udea2, half: \ud83d', ' and \udea2', '.']) {
      res.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    }
    res.end('data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\n');
  });
  await say(house, lone, 'Show me a ship');
  expect(await answered(house, lone, 1)).toEqual(['A ship: 🚢, half: \ufffd and \ufffd.']);
});

test('an answer that the server refuses is given up, and the model isn’t asked for it again and again', async () => {
  await using own = await startThinkingHouse({ agents: false, model: house.model });
  const nora = await guest(own.app, 'Nora');
  const { sandboxId } = nora;
  const { key } = await createKey(own.app, sandboxId, 'mine');
  const refusing: typeof fetch = (url, init) =>
    new Request(url).url.endsWith('/finish') ? Promise.resolve(new Response('{}', { status: 422 })) : fetch(url, init);
  const address = { url: own.url, key, sandboxId, fetch: refusing };
  const agentOf = thinkingAgent(must(own.app.env.model, 'a model'));
  const onDelivery = agentOf({
    api: new BotApi(address),
    sandboxId,
    readFacts: () => readFacts(own.app, sandboxId),
    log: own.app.log,
  });
  const connection = connectBot({ ...address, onDelivery });
  await say(own, nora, 'Hello?');
  await until(async () => {
    const done = await own.app.sql`
      select from deliveries where type = 'message.created' and state = 'acknowledged' and sandbox_id = ${sandboxId}`;
    return done.length === 1;
  });
  expect(house.model.requests).toHaveLength(1);
  await connection.close();
});

/** The moments in which a crash does the most harm: in the middle of an answer, and between an answer and its acknowledgement. */
test('a server that stopped in the middle of an answer answers once, in the same message, when it is back', async () => {
  await using database = await createTestDatabase();
  const { model } = house;
  const first = await startThinkingHouse({ database, model });
  const zoe = await guest(first.app, 'Zoe');
  model.will(pauses('I think that', new Promise(() => undefined), ''), says('I am sure.'));
  await say(first, zoe, 'Are you sure?');
  await until(async () => (await answersOf(first, zoe)).some((message) => wordsOf(message) !== ''));
  await say(first, zoe, 'Well?');
  await first.close();
  await lastRequest().hungUp;
  await database.sql`update deliveries set next_attempt_at = now()`;
  const second = await startThinkingHouse({ database, model });
  expect(await answered(second, zoe, 2)).toEqual(['I am sure.', 'You said.']);
  await second.close();
  await database.sql`update deliveries set state = 'sent', acknowledged_at = null, next_attempt_at = now()`;
  model.requests.length = 0;
  await using third = await startThinkingHouse({ database, model });
  expect(await answered(third, zoe, 2)).toEqual(['I am sure.', 'You said.']);
  expect(model.requests).toEqual([]);
});
