import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '#lib/contract/text-of.ts';
import { createKey } from '#server/bots/keys.ts';
import { insertConversation } from '#server/chat/conversations/create.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { provision } from '#server/sandboxes/provision.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { connectBot, type BotOptions } from './connect.ts';

const clock = movableClock();
let house: TestApp;
let someone: Person;

beforeAll(async () => {
  house = await startTestApp({ clock });
  someone = await person(house.app, 'Maya');
});
afterAll(() => house.close());

test('a handler that fails gets its delivery again, and what it answered twice is read once', async () => {
  const maya = await mayaAgain();
  let tries = 0;
  const { bot } = await connect(maya, async (delivery, { reply }) => {
    if (delivery.type !== 'message.created') return;
    await reply(`You said ${delivery.text}`);
    tries += 1;
    if (tries === 1) throw new Error('died before it could say that it was done');
  });
  await say(maya, 'hello');
  await until(() => tries === 1);
  clock.pass(61_000);
  house.app.botStreams.wake([maya.sandboxId]);
  await until(() => tries === 2);
  await bot.close();
  expect(await textsOf(maya)).toEqual(['hello', 'You said hello']);
});

test('one that is still at work on a delivery is not bothered with it again', async () => {
  const maya = await mayaAgain();
  const handled: string[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const { bot } = await connect(maya, async (delivery) => {
    handled.push(delivery.type);
    await finished;
  });
  await until(() => handled.length === 1);
  clock.pass(61_000);
  house.app.botStreams.wake([maya.sandboxId]);
  await until(async () => (await attemptsOf(maya)) === 2);
  finish();
  await bot.close();
  expect(handled).toEqual(['conversation.created']);
  expect(await openOf(maya)).toBe(0);
});

test('closing waits for the handler at work, and what it did is acknowledged', async () => {
  const maya = await mayaAgain();
  let begun = false;
  const { bot } = await connect(maya, async (_delivery, { reply }) => {
    begun = true;
    await reply('slow, but sure');
  });
  await until(() => begun);
  await bot.close();
  expect(await bot.ended).toBe('closed');
  expect(await textsOf(maya)).toEqual(['slow, but sure']);
  expect(await openOf(maya)).toBe(0);
});

test('a bot that is replaced by a newer connection, or whose key is refused, stays away', async () => {
  const maya = await mayaAgain();
  const older = await connect(maya, () => undefined);
  const newer = await connect(maya, () => undefined);
  expect(await older.bot.ended).toBe('replaced');
  await newer.bot.close();
  const refused = connectBot({ ...newer.options, key: 'ccb_no_key' });
  expect(await refused.ended).toBe('refused');
});

async function mayaAgain(): Promise<Person> {
  const { userId } = someone.principal;
  const home = await house.app.transaction(async (tx) => {
    const { sandboxId } = await provision(tx, userId, { label: 'Second', flag: 'S', runtime: 'builtin' });
    const conversation = { sandboxId, title: null, createdBy: userId, person: userId };
    return { sandboxId, conversationId: await insertConversation(tx, conversation) };
  });
  return { ...someone, ...home };
}

async function connect({ sandboxId }: Person, onDelivery: BotOptions['onDelivery']) {
  const { key } = await createKey(house.app, sandboxId, 'mine');
  const options: BotOptions = { url: house.url, key, sandboxId, onDelivery };
  const bot = await new Promise<ReturnType<typeof connectBot>>((resolve) => {
    const connected = connectBot({ ...options, onOpen: () => resolve(connected) });
  });
  return { bot, options };
}

async function say({ principal, conversationId }: Person, text: string): Promise<void> {
  await send(house.app, principal, { conversationId, content: [{ type: 'text', text }] });
}

async function textsOf({ principal, conversationId }: Person): Promise<string[]> {
  const { messages } = await listMessages(house.app, principal, { conversationId, limit: 50 });
  return messages.toReversed().map((message) => textOf(message.content));
}

async function attemptsOf({ sandboxId }: Person): Promise<number> {
  const [row] = await house.app.sql<{ attempts: number }[]>`
    select max(attempts) as attempts from deliveries where sandbox_id = ${sandboxId}`;
  return row?.attempts ?? 0;
}

async function openOf({ sandboxId }: Person): Promise<number> {
  const rows = await house.app.sql`
    select from deliveries where sandbox_id = ${sandboxId} and state <> 'acknowledged'`;
  return rows.length;
}
