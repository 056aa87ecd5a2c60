import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import type { Delivery } from '#lib/contract/bots.ts';
import { sandboxContext } from '#lib/contexts.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { createConversation, insertConversation } from '#server/chat/conversations/create.ts';
import { send } from '#server/chat/messages/send.ts';
import { provision } from '#server/sandboxes/provision.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { BotStream, type BotAccess } from '#server/testing/bot-stream.ts';
import { ask } from '#server/testing/ask.ts';
import { upload } from '#server/testing/files.ts';
import { Listener } from '#server/testing/listener.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { presenceOfBots } from './bot-status.ts';
import { insertDeliveries } from './deliveries/consume.ts';
import { sweepDeliveries } from './jobs.ts';
import { createKey, revokeKey } from './keys.ts';
import { lookEveryMs } from './lease.ts';
import { watchPresence } from './presence-watch.ts';

const clock = movableClock();
let house: TestApp;
let someone: Person;

beforeAll(async () => {
  house = await startTestApp({ clock });
  someone = await person(house.app, 'Maya');
});
afterAll(() => house.close());

test('a bot is told of new conversations and of what people say, but not of what it says itself', async () => {
  const { maya, bot } = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  await ack(bot, await stream.next('conversation.created'));
  await say(maya, 'Hello');
  const told = await stream.next('Hello');
  expect(told).toMatchObject({
    type: 'message.created',
    conversationId: maya.conversationId,
    from: maya.principal.userId,
    content: [{ type: 'text', text: 'Hello' }],
  });
  const answer = await post(bot, '/messages', {
    conversationId: maya.conversationId,
    content: [{ type: 'text', text: 'Hello, Maya' }],
    inReplyToMessageId: told.type === 'message.created' ? told.messageId : null,
  });
  expect(answer.status).toBe(201);
  const { messageId } = (await answer.json()) as { messageId: string };
  await ack(bot, told);
  await say(maya, 'And again', messageId);
  expect(await stream.next('And again')).toMatchObject({
    inReplyToMessageId: messageId,
    inReplyToBody: 'Hello, Maya',
    inReplyToSender: botIdOf(maya.sandboxId),
  });
  expect(stream.texts).toEqual(['conversation.created', 'Hello', 'And again']);
});

test('a bot is told of files by name, kind and size, also where there are no words', async () => {
  const { maya, bot } = await mayaAndBot();
  const { conversationId } = maya;
  const bytes = Buffer.from('a,b\n');
  const file = await upload(house, maya.principal, conversationId, { bytes, mimeType: 'text/csv', filename: 't.csv' });
  const { attachmentId } = file;
  await send(house.app, maya.principal, { conversationId, content: [{ type: 'attachment', attachmentId }] });
  await using stream = await BotStream.open(bot);
  await ack(bot, await stream.next('conversation.created'));
  const told = await stream.next('');
  expect(told).toMatchObject({
    type: 'message.created',
    text: '',
    content: [file],
    attachments: [{ attachmentId, mimeType: 'text/csv', size: 4, filename: 't.csv' }],
  });
});

test('each event makes one delivery per bot, however often the consumer repeats itself', async () => {
  const { maya } = await mayaAndBot();
  await say(maya, 'once');
  const { sql } = house.app;
  await until(async () => (await deliveriesOf(maya)).length === 2);
  const events = await sql<{ context: string; seq: number; type: string; payload: Record<string, unknown> }[]>`
    select context, seq, type, payload, about from events where context like ${`/kiloclaw/${maya.sandboxId}%`}
    order by context, seq`;
  const stored = events.map((event) => ({ about: null, alsoTo: null, ...event }));
  for (let time = 0; time < 3; time++) await sql.begin((tx) => insertDeliveries(tx, stored, new Date()));
  expect(await deliveriesOf(maya)).toEqual(['conversation.created', 'message.created']);
});

test("a conversation's next delivery waits for the acknowledgement of the one before, other conversations' do not", async () => {
  const { maya, bot } = await mayaAndBot();
  const other = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  await using stream = await BotStream.open(bot);
  await until(() => stream.deliveries.length === 2);
  for (const delivery of stream.deliveries) await ack(bot, delivery);
  for (const text of ['one', 'two', 'three']) await say(maya, text);
  await stream.next('one');
  await say({ ...maya, conversationId: other.conversationId }, 'elsewhere');
  await stream.next('elsewhere');
  expect(stream.texts.slice(2)).toEqual(['one', 'elsewhere']);
  for (const text of ['one', 'two', 'three']) await ack(bot, await stream.next(text));
  expect(stream.texts.slice(2)).toEqual(['one', 'elsewhere', 'two', 'three']);
});

test('what was not acknowledged within sixty seconds is sent again, under the same id', async () => {
  const { maya, bot } = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  const first = await stream.next('conversation.created');
  clock.pass(40_000);
  await look(maya);
  expect(stream.deliveries.length).toBe(1);
  clock.pass(11_000);
  house.app.botStreams.wake([maya.sandboxId]);
  await until(() => stream.deliveries.length === 2);
  expect(stream.deliveries[1]?.id).toBe(first.id);
  await ack(bot, first);
  clock.pass(61_000);
  await look(maya);
  expect(stream.deliveries.length).toBe(2);
});

test('the newest stream wins: the older one is told so and ended, and what it had not acknowledged goes to the newer', async () => {
  const { bot } = await mayaAndBot();
  await using older = await BotStream.open(bot);
  const told = await older.next('conversation.created');
  await using newer = await BotStream.open(bot);
  await older.ended;
  expect(older.events.at(-1)).toMatchObject({ event: 'stream.ended', data: '{"reason":"replaced"}' });
  expect((await newer.next('conversation.created')).id).toBe(told.id);
});

test('a stream ends when its key is revoked, and the key opens nothing any more', async () => {
  const { maya, bot, keyId } = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  await revokeKey(house.app, maya.sandboxId, keyId);
  await stream.ended;
  expect(stream.events.at(-1)).toMatchObject({ event: 'stream.ended', data: '{"reason":"revoked"}' });
  expect((await fetch(`${bot.base}/conversations`, { headers: bot.headers })).status).toBe(401);
});

test('a key that was revoked on another node ends its stream with the next look, within five seconds', async () => {
  expect(lookEveryMs).toBeLessThanOrEqual(5_000);
  const { bot, keyId } = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  await house.app.sql`update bot_keys set revoked_at = now() where id = ${keyId}`;
  await stream.ended;
});

test('acknowledging is idempotent, and acknowledges nothing of another sandbox or that was not sent', async () => {
  const { maya, bot } = await mayaAndBot();
  const jonas = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  const mine = await stream.next('conversation.created');
  expect(await ack(jonas.bot, mine)).toEqual({ acknowledged: 0 });
  expect(await ack(bot, mine)).toEqual({ acknowledged: 1 });
  expect(await ack(bot, mine)).toEqual({ acknowledged: 1 });
  await stream[Symbol.asyncDispose]();
  await say(maya, 'not sent yet');
  const [waiting] = await until(async () => {
    const rows = await house.app.sql<{ id: string }[]>`
      select id from deliveries where sandbox_id = ${maya.sandboxId} and state = 'pending'`;
    return rows.length > 0 && rows;
  });
  expect(await ack(bot, { id: waiting?.id ?? '' })).toEqual({ acknowledged: 0 });
  expect(await ack(bot, { id: ulid() })).toEqual({ acknowledged: 0 });
});

test('a message that was deleted before it could be delivered is passed over', async () => {
  const { maya, bot } = await mayaAndBot();
  const gone = await say(maya, 'I take this back');
  await house.app.sql`update messages set deleted_at = now(), content = '[]' where id = ${gone}`;
  await say(maya, 'This stands');
  await using stream = await BotStream.open(bot);
  await ack(bot, await stream.next('conversation.created'));
  await stream.next('This stands');
  expect(stream.texts).toEqual(['conversation.created', 'This stands']);
});

test('stopping the server ends streams with a word that lets them come back, and loses nothing', async () => {
  await using second = await startTestApp();
  const maya = await person(second.app, 'Maya');
  const { key } = await createKey(second.app, maya.sandboxId, 'mine');
  await using stream = await BotStream.open(accessOf(second, maya, key));
  await stream.next('conversation.created');
  await second.close();
  await stream.ended;
  expect(stream.events.at(-1)).toMatchObject({ event: 'stream.ended', data: '{"reason":"draining"}' });
});

test('an open stream alone is idle, an acknowledgement makes it online for thirty seconds, and after the stream it goes', async () => {
  const { maya, bot } = await mayaAndBot();
  const presence = () => presenceOf(maya);
  expect(await presence()).toBe('unknown');
  const stream = await BotStream.open(bot);
  expect(await presence()).toBe('idle');
  await ack(bot, await stream.next('conversation.created'));
  expect(await presence()).toBe('online');
  clock.pass(15_000);
  expect(await presence()).toBe('online');
  clock.pass(16_000);
  await until(async () => (await presence()) === 'idle');
  await stream[Symbol.asyncDispose]();
  await until(async () => {
    const [row] = await house.app.sql`select from bot_streams where sandbox_id = ${maya.sandboxId} and lease = ''`;
    return row !== undefined;
  });
  clock.pass(80_000);
  expect(await presence()).toBe('idle');
  clock.pass(11_000);
  expect(await presence()).toBe('offline');
});

test('a bot whose stream ends is no longer online from that moment on', async () => {
  const { maya, bot } = await mayaAndBot();
  const stream = await BotStream.open(bot);
  await ack(bot, await stream.next('conversation.created'));
  clock.pass(1_000);
  await stream[Symbol.asyncDispose]();
  await until(async () => (await presenceOf(maya)) === 'idle');
  await post(bot, '/bot-status', { online: true, at: clock.now().getTime() });
  expect(await presenceOf(maya)).toBe('online');
});

test('a bot whose clock is slow is believed when it goes, whatever it has acknowledged before', async () => {
  const { maya, bot } = await mayaAndBot();
  const slow = () => clock.now().getTime() - 60_000;
  await post(bot, '/bot-status', { online: true, at: slow() });
  await post(bot, '/deliveries/ack', { ids: [ulid()] });
  expect(await presenceOf(maya)).toBe('online');
  await post(bot, '/bot-status', { online: false, at: slow() });
  expect(await presenceOf(maya)).toBe('offline');
});

test('a bot that left and came back within moments is online with its next acknowledgement', async () => {
  const { maya, bot } = await mayaAndBot();
  const first = await BotStream.open(bot);
  await ack(bot, await first.next('conversation.created'));
  await first[Symbol.asyncDispose]();
  await until(async () => (await presenceOf(maya)) === 'idle');
  await using _second = await BotStream.open(bot);
  await post(bot, '/deliveries/ack', { ids: [ulid()] });
  expect(await presenceOf(maya)).toBe('online');
});

test('who looks is told of a bot that falls silent, though nothing happens then', async () => {
  const { maya, bot } = await mayaAndBot();
  const socket = await listen();
  const context = sandboxContext(maya.sandboxId);
  socket.subscribe(context);
  await socket.until(() => socket.frames.some(({ type }) => type === 'context.subscribed'));
  const told = () =>
    socket
      .events(context)
      .flatMap(({ event, payload }) => (event === 'bot.status' ? [(payload as { presence: string }).presence] : []));
  await using watch = watchPresence(house.app);
  await post(bot, '/bot-status', { online: true, at: clock.now().getTime() });
  for (const [ms, presence] of [
    [0, 'online'],
    [31_000, 'idle'],
    [60_000, 'offline'],
  ] as const) {
    clock.pass(ms);
    watch.wake();
    await socket.until(() => told().includes(presence));
  }
  expect([...new Set(told())]).toEqual(['online', 'idle', 'offline']);
  await socket.close();
});

test('a bot without a stream is online for thirty seconds after each report, unless it says that it goes', async () => {
  const { maya, bot } = await mayaAndBot();
  const presence = () => presenceOf(maya);
  const now = () => clock.now().getTime();
  await post(bot, '/bot-status', { online: true, at: now() });
  expect(await presence()).toBe('online');
  clock.pass(31_000);
  expect(await presence()).toBe('idle');
  await post(bot, '/bot-status', { online: true, at: now() + 3_600_000 });
  expect(await presence()).toBe('online');
  await post(bot, '/bot-status', { online: false, at: now() });
  expect(await presence()).toBe('offline');
  // Sent before, arrived after.
  await post(bot, '/bot-status', { online: true, at: now() - 10_000 });
  expect(await presence()).toBe('offline');
});

test('a week after its acknowledgement a delivery is forgotten, an open one never', async () => {
  const { maya, bot } = await mayaAndBot();
  await using stream = await BotStream.open(bot);
  await ack(bot, await stream.next('conversation.created'));
  await say(maya, 'open');
  await stream.next('open');
  clock.pass(6 * 86_400_000);
  await sweepDeliveries(house.app).run();
  expect(await deliveriesOf(maya)).toEqual(['conversation.created', 'message.created']);
  clock.pass(2 * 86_400_000);
  await sweepDeliveries(house.app).run();
  expect(await deliveriesOf(maya)).toEqual(['message.created']);
});

async function presenceOf({ sandboxId }: Person): Promise<string | undefined> {
  return (await presenceOfBots(house.app, [sandboxId])).get(sandboxId)?.presence;
}

async function listen(): Promise<Listener> {
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers: someone.headers, body: {} });
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
}

/** Maya with a sandbox and a conversation that no other test touches, and a key for its bot. */
async function mayaAndBot(): Promise<{ maya: Person; bot: BotAccess; keyId: string }> {
  const { userId } = someone.principal;
  const home = await house.app.transaction(async (tx) => {
    const { sandboxId } = await provision(tx, userId, { label: 'Second', flag: 'S', runtime: 'builtin' });
    const conversation = { sandboxId, title: null, createdBy: userId, person: userId };
    return { sandboxId, conversationId: await insertConversation(tx, conversation) };
  });
  const maya = { ...someone, ...home };
  const { id: keyId, key } = await createKey(house.app, maya.sandboxId, 'mine');
  await until(async () => (await deliveriesOf(maya)).length > 0);
  return { maya, keyId, bot: accessOf(house, maya, key) };
}

function accessOf({ url }: TestApp, { sandboxId }: Person, key: string): BotAccess {
  return { base: `${url}/bot/v1/sandboxes/${sandboxId}`, headers: { authorization: `Bearer ${key}` } };
}

async function deliveriesOf({ sandboxId }: Person): Promise<string[]> {
  const rows = await house.app.sql<{ type: string }[]>`
    select type from deliveries where sandbox_id = ${sandboxId} order by id`;
  return rows.map((row) => row.type);
}

/** One whole look of the sandbox's stream: two, because the first may have been under way. */
async function look({ sandboxId }: Person): Promise<void> {
  for (let time = 0; time < 2; time++) {
    const renewed = async () => {
      const [row] = await house.app.sql<{ at: Date }[]>`
        select taken_at as at from bot_streams where sandbox_id = ${sandboxId}`;
      return row?.at.getTime() ?? 0;
    };
    const before = await renewed();
    clock.pass(lookEveryMs);
    house.app.botStreams.wake([sandboxId]);
    await until(async () => (await renewed()) > before);
  }
}

async function say({ principal, conversationId }: Person, text: string, inReplyToMessageId?: string) {
  const content = [{ type: 'text' as const, text }];
  const { messageId } = await send(house.app, principal, { conversationId, content, inReplyToMessageId });
  return messageId;
}

async function ack(bot: BotAccess, { id }: Pick<Delivery, 'id'>): Promise<unknown> {
  const response = await post(bot, '/deliveries/ack', { ids: [id] });
  return response.json();
}

function post({ base, headers }: BotAccess, path: string, body: unknown): Promise<Response> {
  return fetch(base + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
