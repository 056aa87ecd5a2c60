import { afterAll, beforeAll, expect, test } from 'vitest';
import { bot, type Bot } from '#lib/bot-sdk/bot.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { sandboxContext } from '#lib/contexts.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { transition } from '#server/sandboxes/status.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { BotStream } from '#server/testing/bot-stream.ts';
import { Listener } from '#server/testing/listener.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { createBot } from './create.ts';

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ agents: true, limits: 'generous' });
});
afterAll(() => house.close());

type Guest = Omit<Person, 'password'>;
interface Place {
  maya: Guest;
  sandboxId: string;
  conversationId: string;
}

async function ownBot(name: string): Promise<Place & { key: string; base: string; headers: Record<string, string> }> {
  const maya = await guest(house.app, name);
  const { sandbox, conversationId, key } = await createBot(house.app, maya.principal, { label: 'Harbor' });
  const base = `${house.url}/bot/v1/sandboxes/${sandbox.sandboxId}`;
  const headers = { authorization: `Bearer ${key.key}` };
  return { maya, sandboxId: sandbox.sandboxId, conversationId, key: key.key, base, headers };
}

async function act(verb: 'start' | 'stop' | 'restart', { maya, sandboxId }: Place) {
  return ask('POST', `${house.url}/v1/sandboxes/${sandboxId}/${verb}`, { headers: maya.headers, body: {} });
}

async function seen({ maya, sandboxId }: Place): Promise<Sandbox | undefined> {
  const { body } = await ask('GET', `${house.url}/v1/sandboxes`, { headers: maya.headers });
  return (body.sandboxes as Sandbox[]).find((sandbox) => sandbox.sandboxId === sandboxId);
}

async function say({ maya, conversationId }: Place, text: string): Promise<void> {
  await send(house.app, maya.principal, { conversationId, content: [{ type: 'text', text }] });
}

async function textsOf({ maya, conversationId }: Place): Promise<string[]> {
  const { messages } = await listMessages(house.app, maya.principal, { conversationId, limit: 50 });
  return messages.map(({ content }) => textOf(content)).toReversed();
}

/** A bot that answers and tries again at once. */
function answering({ base, key }: { base: string; key: string }): Bot {
  const agent = bot({ url: base, key });
  return agent.on('error', () => undefined).on('message', (m) => m.reply(`Heard: ${m.text}`));
}

test('a stopped bot of one’s own hears and says nothing; what is written waits, and it reads it once it is started', async () => {
  const place = await ownBot('Maya');
  const agent = answering(place);
  await say(place, 'one');
  await until(async () => (await textsOf(place)).includes('Heard: one'));
  expect(await act('stop', place)).toMatchObject({ status: 200, body: { status: 'stopped' } });
  expect((await seen(place))?.bot.presence).toBe('offline');
  const tried = await ask('GET', `${place.base}/conversations`, { headers: place.headers });
  expect(tried).toMatchObject({ status: 409, code: 'agent_stopped' });
  await say(place, 'two');
  const [waiting] = await until(async () => {
    const rows = await house.app
      .sql`select state from deliveries where sandbox_id = ${place.sandboxId} and state = 'pending'`;
    return rows.length > 0 && rows;
  });
  expect(waiting).toEqual({ state: 'pending' });
  expect(await textsOf(place)).not.toContain('Heard: two');
  expect(await act('start', place)).toMatchObject({ status: 200, body: { status: 'running', statusReason: null } });
  await until(async () => (await textsOf(place)).includes('Heard: two'));
  await until(async () => (await seen(place))?.bot.presence === 'online');
  await agent.close();
});

test('an open stream ends with a word, within moments, and stays shut', async () => {
  const place = await ownBot('Noor');
  await using stream = await BotStream.open(place);
  await act('stop', place);
  await stream.ended;
  expect(stream.events.at(-1)).toMatchObject({ event: 'stream.ended', data: '{"reason":"stopped"}' });
  await expect(BotStream.open(place)).rejects.toThrowError('409');
});

test('the agent that comes with the box ends, begins again, and answers what was written meanwhile', async () => {
  const maya = await guest(house.app, 'Tess');
  const place: Place = { maya, ...maya };
  const keysOf = async () => {
    const rows = await house.app.sql<{ id: string }[]>`
      select id from bot_keys where sandbox_id = ${place.sandboxId} and revoked_at is null`;
    return rows.map(({ id }) => id);
  };
  const runs = () => until(async () => (await seen(place))?.status === 'running');
  await runs();
  const before = await keysOf();
  expect((await act('stop', place)).body).toMatchObject({ status: 'stopped', bot: { presence: 'offline' } });
  expect(await keysOf()).toEqual([]);
  await say(place, 'Still there?');
  expect((await act('start', place)).body.status).toBe('starting');
  await runs();
  await until(async () => (await textsOf(place)).length >= 3);
  const between = await keysOf();
  expect(between).not.toEqual(before);
  expect((await act('restart', place)).status).toBe(200);
  await runs();
  expect(await keysOf()).not.toEqual(between);
});

test('what runs elsewhere can’t be restarted from here; asked twice, starting and stopping are what they were', async () => {
  const place = await ownBot('Wim');
  expect(await act('restart', place)).toMatchObject({ status: 422, code: 'impossible_value' });
  expect((await act('start', place)).body.status).toBe('running');
  for (const verb of ['stop', 'start'] as const) {
    const [once, twice] = [await act(verb, place), await act(verb, place)];
    expect([once.status, twice.status]).toEqual([200, 200]);
    expect(twice.body).toEqual(once.body);
  }
});

test('who looks is told when it is stopped and started', async () => {
  const place = await ownBot('Runa');
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers: place.maya.headers, body: {} });
  const socket = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
  const context = sandboxContext(place.sandboxId);
  socket.subscribe(context);
  await socket.next('context.subscribed');
  const told = () =>
    socket
      .events(context)
      .flatMap(({ event, payload }) => (event === 'sandbox.status' ? [(payload as { status: string }).status] : []));
  await act('stop', place);
  await act('start', place);
  await socket.until(() => told().length >= 3);
  expect(told()).toEqual(['stopped', 'starting', 'running']);
  await socket.close();
});

test('why it could not be started is said to its people, until it is tried again', async () => {
  const place = await ownBot('Ada');
  await transition(house.app, place.sandboxId, { to: 'stopped', reason: 'Its model answers nothing.' });
  expect(await seen(place)).toMatchObject({ status: 'stopped', statusReason: 'Its model answers nothing.' });
  expect((await act('start', place)).body.statusReason).toBe(null);
});
