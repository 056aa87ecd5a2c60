import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/bots/keys.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase } from '#server/testing/database.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { until } from '#server/testing/until.ts';
import { signWebhook } from '../signing/webhook-signature.ts';
import { bot, type Bot } from './bot.ts';
import type { Answer, Question } from './ask.ts';

const secret = `whsec_${btoa('a secret of a webhook endpoint!!')}`;
const clock = movableClock();
let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ clock });
});
afterAll(() => house.close());

type Guest = Omit<Person, 'password'>;

const question: Question = { title: 'Delete the build folder', command: 'rm -rf build', where: 'on harbour' };

async function asked({
  name,
  ask: asksFor = question,
  by = fetch,
}: {
  name: string;
  ask?: Question;
  by?: typeof fetch;
}): Promise<{ maya: Guest; agent: Bot; answers: Answer[] }> {
  const maya = await guest(house.app, name);
  const agent = await agentOf(maya, by);
  const answers: Answer[] = [];
  agent.on('message', async (m) => void answers.push(await m.ask(asksFor)));
  const content = [{ type: 'text' as const, text: 'tidy up' }];
  await send(house.app, maya.principal, { conversationId: maya.conversationId, content });
  return { maya, agent, answers };
}

async function agentOf({ sandboxId }: Guest, by = fetch): Promise<Bot> {
  const { key } = await createKey(house.app, sandboxId, 'mine');
  return bot({ url: house.url, key, sandboxId, fetch: by });
}

async function cardsOf({ principal, conversationId, sandboxId }: Guest): Promise<Message[]> {
  const { messages } = await listMessages(house.app, principal, { conversationId, limit: 50 });
  return messages.filter(({ senderId }) => senderId === botIdOf(sandboxId));
}

const cardOf = ({ content }: Message): ApprovalBlock => {
  const card = content.find(({ type }) => type === 'actions');
  return must(card?.type === 'actions' ? card : null, 'a card');
};

const firstCard = (maya: Guest) => until(async () => (await cardsOf(maya))[0]);

async function decide(
  { principal, conversationId }: Guest,
  card: Message,
  value: 'allow-once' | 'allow-always' | 'deny',
) {
  const { groupId } = cardOf(card);
  await executeAction(house.app, principal, { conversationId, messageId: card.id, groupId, value });
}

const decisionsOf = ({ sandboxId }: Guest) =>
  house.app.sql<{ state: string }[]>`
    select state from deliveries where sandbox_id = ${sandboxId} and type = 'action.executed'`;

test('a bot asks, people see all of it, and the decision is what the bot gets', async () => {
  const { maya, agent, answers } = await asked({ name: 'Maya' });
  const card = await firstCard(maya);
  expect(cardOf(card)).toMatchObject({
    state: 'pending',
    request: { kind: 'exec', title: 'Delete the build folder', command: 'rm -rf build', where: 'on harbour' },
    actions: [{ value: 'allow-once' }, { value: 'deny' }],
  });
  await decide(maya, card, 'allow-once');
  await until(() => answers.length === 1);
  expect(answers).toEqual([{ allowed: true, decision: 'allow-once', by: maya.principal.userId }]);
  await until(async () => (await decisionsOf(maya))[0]?.state === 'acknowledged');
  await agent.close();
});

test('a decision on what it never asked is left to whoever did; who listens for decisions gets each', async () => {
  const maya = await guest(house.app, 'Zoe');
  const { messageId, groupId, conversationId } = await askPeople(house.app, maya);
  const agent = await agentOf(maya);
  agent.on('message', () => undefined);
  await executeAction(house.app, maya.principal, { conversationId, messageId, groupId, value: 'deny' });
  await until(async () => (await decisionsOf(maya))[0]?.state === 'sent');
  await agent.close();
  expect(await decisionsOf(maya)).toEqual([{ state: 'sent' }]);
  clock.pass(61_000);
  const listening = await agentOf(maya);
  const told = await new Promise((resolve) => listening.on('action.executed', resolve));
  await listening.close();
  expect(told).toMatchObject({ conversationId, messageId, groupId, value: 'deny', executedBy: maya.principal.userId });
  expect(await decisionsOf(maya)).toEqual([{ state: 'acknowledged' }]);
});

test('no is no; always is offered where it is said what that means', async () => {
  const noor = await asked({ name: 'Noor', ask: { title: 'Go on', text: 'All is ready.' } });
  const card = await firstCard(noor.maya);
  expect(card.content[0]).toEqual({ type: 'text', text: 'All is ready.' });
  expect(cardOf(card)).toMatchObject({ request: { kind: 'question', title: 'Go on' } });
  await decide(noor.maya, card, 'deny');
  const sofia = await asked({ name: 'Sofia', ask: { ...question, alwaysScope: 'rm, in this folder' } });
  await decide(sofia.maya, await firstCard(sofia.maya), 'allow-always');
  await until(() => noor.answers.length + sofia.answers.length === 2);
  await Promise.all([noor.agent.close(), sofia.agent.close()]);
  expect(noor.answers).toMatchObject([{ allowed: false, decision: 'deny' }]);
  expect(sofia.answers).toMatchObject([{ allowed: true, decision: 'allow-always' }]);
});

test('what is decided while the line is dead is found when it is back', async () => {
  let lines = 0;
  const { promise: isDecided, resolve: goOn } = Promise.withResolvers<void>();
  const by: typeof fetch = async (url, init) => {
    if (!new Request(url).url.includes('/v1/conversations/')) return fetch(url, init);
    lines += 1;
    if (lines === 1) return new Response('', { status: 200 });
    if (lines === 2) await isDecided.then(() => Promise.reject(new TypeError('the line is dead')));
    return fetch(url, init);
  };
  const { maya, agent, answers } = await asked({ name: 'Wim', by });
  const card = await firstCard(maya);
  await until(() => lines === 2);
  await decide(maya, card, 'allow-once');
  goOn();
  await until(() => answers.length === 1);
  await agent.close();
  expect(answers).toMatchObject([{ decision: 'allow-once' }]);
});

test('a decision that is delivered is looked at once, though the stream of the conversation says nothing', async () => {
  const maya = await guest(house.app, 'Xenia');
  let looks = 0;
  const agent = await agentOf(maya, async (url, init) => {
    if (pathOf(url).startsWith('/v1/conversations/')) return new Response(silence(init?.signal));
    const response = await fetch(url, init);
    if (pathOf(url).startsWith('/v1/messages/')) looks += 1;
    return response;
  });
  const answers: Answer[] = [];
  const handle = agent.on('message', async (m) => void answers.push(await m.ask(question))).webhook({ secret });
  const { conversationId } = maya;
  const post = async (told: object) => {
    const body = JSON.stringify({ conversationId, ...told });
    const headers = await signWebhook({ id: ulid(), timestamp: new Date(), body }, [secret]);
    const { status } = await handle(new Request('https://agent.example.org', { method: 'POST', headers, body }));
    expect(status).toBe(202);
  };
  await post({ type: 'message.created', messageId: ulid(), from: 'xenia', text: 'tidy up', content: [] });
  const card = await firstCard(maya);
  const { groupId } = cardOf(card);
  await until(() => looks === 1);
  await post({ type: 'action.executed', messageId: card.id, groupId, value: 'allow-once' });
  // Once since it was told, and once since it listens again.
  await until(() => looks === 3);
  expect(answers).toEqual([]);
  await decide(maya, card, 'deny');
  await post({ type: 'action.executed', messageId: card.id, groupId, value: 'allow-once' });
  await until(() => answers.length === 1);
  await agent.close();
  expect(answers).toMatchObject([{ allowed: false, decision: 'deny' }]);
});

test('a question that nobody answers in time, or that is taken back, is not allowed', async () => {
  const ines = await asked({ name: 'Ines', ask: { ...question, expiresInSeconds: 60 } });
  const tess = await asked({ name: 'Tess' });
  await firstCard(ines.maya);
  const { id: messageId } = await firstCard(tess.maya);
  await tess.agent.api.delete({ conversationId: tess.maya.conversationId, messageId });
  await until(() => tess.answers.length === 1);
  clock.pass(61_000);
  house.app.expiry.wake();
  await until(() => ines.answers.length === 1);
  await Promise.all([ines.agent.close(), tess.agent.close()]);
  expect([...ines.answers, ...tess.answers]).toEqual([
    { allowed: false, decision: 'expired', by: null },
    { allowed: false, decision: 'withdrawn', by: null },
  ]);
});

test('a bot that stops while it waits asks the same again when it is back, and finds what was decided meanwhile', async () => {
  const ask = { ...question, expiresInSeconds: 3_600 };
  const { maya, agent, answers } = await asked({ name: 'Ulla', ask });
  const errors: unknown[] = [];
  agent.on('error', (error) => errors.push(error));
  const card = await firstCard(maya);
  await agent.close();
  expect([answers, errors]).toEqual([[], []]);
  await decide(maya, card, 'allow-once');
  clock.pass(61_000);
  const again = await agentOf(maya);
  again.on('message', async (m) => void answers.push(await m.ask({ ...ask, expiresInSeconds: 1_800 })));
  await until(() => answers.length === 1);
  await again.close();
  expect(answers).toMatchObject([{ allowed: true, decision: 'allow-once' }]);
  expect(await cardsOf(maya)).toHaveLength(1);
});

test('what was allowed is what was shown: another command is another question', async () => {
  const { maya, agent } = await asked({ name: 'Vera' });
  const card = await firstCard(maya);
  await agent.close();
  await decide(maya, card, 'allow-once');
  clock.pass(61_000);
  const again = await agentOf(maya);
  again.on('message', (m) => m.ask({ ...question, command: 'rm -rf /' }));
  await until(async () => (await cardsOf(maya)).length === 2);
  await again.close();
  expect((await cardsOf(maya)).map((message) => cardOf(message).state)).toEqual(['pending', 'decided']);
});

test('a question outlives the server: it is stopped and started while the bot waits, and the decision still comes', async () => {
  await using database = await createTestDatabase();
  const first = await startTestApp({ database });
  let now = first;
  const maya = await guest(first.app, 'Yara');
  const { principal, conversationId, sandboxId } = maya;
  const { key } = await createKey(first.app, sandboxId, 'mine');
  const answers: Answer[] = [];
  const agent = bot({
    url: 'http://claw',
    key,
    sandboxId,
    fetch: (url, init) => fetch(`${now.url}${pathOf(url)}`, init),
  });
  agent.on('error', () => undefined).on('message', async (m) => void answers.push(await m.ask(question)));
  await send(first.app, principal, { conversationId, content: [{ type: 'text', text: 'tidy up' }] });
  const page = { conversationId, limit: 50 };
  await until(async () => (await listMessages(first.app, principal, page)).messages.length === 2);
  await first.close();

  await using second = await startTestApp({ database });
  now = second;
  const [card] = (await listMessages(second.app, principal, page)).messages;
  const { groupId } = cardOf(must(card, 'the card'));
  const messageId = must(card, 'the card').id;
  await executeAction(second.app, principal, { conversationId, messageId, groupId, value: 'allow-once' });
  await until(() => answers.length === 1);
  await agent.close();
  expect(answers).toMatchObject([{ decision: 'allow-once' }]);
  expect((await listMessages(second.app, principal, page)).messages).toHaveLength(2);
});

test('a decision that was never confirmed in time is none any more', async () => {
  const { maya, agent, answers } = await asked({ name: 'Xaver', ask: { ...question, expiresInSeconds: 3_600 } });
  const card = await firstCard(maya);
  await agent.close();
  const deaf = await agentOf(maya);
  deaf.on('error', () => undefined).on('message', () => Promise.reject(new Error('it cannot hear')));
  await decide(maya, card, 'allow-once');
  await until(async () => (await decisionsOf(maya))[0]?.state === 'sent');
  await deaf.close();
  clock.pass(601_000);
  house.app.urgentDeliveries.wake();
  await until(async () => cardOf(must((await cardsOf(maya))[0], 'the card')).resolved?.isUnconfirmed);
  const again = await agentOf(maya);
  again.on('message', async (m) => void answers.push(await m.ask({ ...question, expiresInSeconds: 3_600 })));
  await until(() => answers.length === 1);
  await again.close();
  expect(answers).toEqual([{ allowed: false, decision: 'expired', by: null }]);
});

/** A stream that begins, and then nothing. */
function silence(signal: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (stream) => {
      signal?.addEventListener('abort', () => stream.error(signal.reason));
      stream.enqueue(new TextEncoder().encode('data: {}\n\n'));
    },
  });
}

function pathOf(url: Parameters<typeof fetch>[0]): string {
  const { pathname, search } = new URL(new Request(url).url);
  return pathname + search;
}
