import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '#lib/contract/bots.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { presenceOfBots } from '#server/bots/bot-status.ts';
import { createKey } from '#server/bots/keys.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { signWebhook } from '../signing/webhook-signature.ts';
import { bot, type Bot } from './bot.ts';

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp();
});
afterAll(() => house.close());

type Guest = Omit<Person, 'password'>;

const secret = `whsec_${btoa('a secret of a webhook endpoint!!')}`;
const address = 'https://agent.example.org/claw';

async function stage(name: string): Promise<{ maya: Guest; agent: Bot }> {
  const maya = await guest(house.app, name);
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  return { maya, agent: bot({ url: house.url, key, sandboxId: maya.sandboxId }) };
}

/** What the server would tell a bot of this. */
async function told({ principal, conversationId }: Guest, text: string): Promise<Delivery> {
  const content = [{ type: 'text' as const, text }];
  const { messageId } = await send(house.app, principal, { conversationId, content });
  const about = { id: ulid(), conversationId, messageId, from: principal.userId, sentAt: new Date().toISOString() };
  return { type: 'message.created', ...about, text, content };
}

async function signed(body: string, { id = ulid(), secrets = [secret] }: { id?: string; secrets?: string[] } = {}) {
  const headers = await signWebhook({ id, timestamp: new Date(), body }, secrets);
  return new Request(address, { method: 'POST', headers, body });
}

const requestOf = (delivery: Delivery) => signed(JSON.stringify(delivery), { id: delivery.id });

async function textsOf({ principal, conversationId }: Guest): Promise<string[]> {
  const { messages } = await listMessages(house.app, principal, { conversationId, limit: 50 });
  return messages.toReversed().map(({ content }) => textOf(content));
}

test('a bot answers what is told it by a signed request, once, however often that comes', async () => {
  const { maya, agent } = await stage('Maya');
  let heard = 0;
  const handle = agent
    .on('message', async (m) => {
      heard += 1;
      await m.reply(`You said ${m.text}`);
    })
    .webhook({ secret });
  const delivery = await told(maya, 'hello');
  for (let n = 0; n < 3; n++) expect((await handle(await requestOf(delivery))).status).toBe(202);
  await until(async () => (await textsOf(maya)).length === 2);
  expect((await handle(await requestOf(delivery))).status).toBe(202);
  await agent.close();
  expect([heard, await textsOf(maya)]).toEqual([1, ['hello', 'You said hello']]);
  expect((await presenceOfBots(house.app, [maya.sandboxId])).get(maya.sandboxId)?.presence).toBe('unknown');
});

test('a request is answered long before its handler is done, and a conversation keeps its order', async () => {
  const { maya, agent } = await stage('Noor');
  const { promise, resolve } = Promise.withResolvers<void>();
  const handled: string[] = [];
  const handle = agent
    .on('message', async (m) => {
      if (m.text === 'one') await promise;
      handled.push(m.text);
    })
    .webhook({ secret });
  for (const text of ['one', 'two', 'three']) {
    expect((await handle(await requestOf(await told(maya, text)))).status).toBe(202);
  }
  const elsewhere = { ...maya, conversationId: (await agent.api.createConversation()).conversationId };
  await handle(await requestOf(await told(elsewhere, 'elsewhere')));
  await until(() => handled.includes('elsewhere'));
  expect(handled).toEqual(['elsewhere']);
  resolve();
  await agent.close();
  expect(handled).toEqual(['elsewhere', 'one', 'two', 'three']);
});

test('what isn’t signed by the server is refused and handled by nobody', async () => {
  const { maya, agent } = await stage('Sofia');
  const heard: string[] = [];
  const next = `whsec_${btoa('the secret that takes its place!')}`;
  const handle = agent.on('message', (m) => heard.push(m.text)).webhook({ secret: [next, secret] });
  const delivery = await told(maya, 'hello');
  const body = JSON.stringify(delivery);
  const good = await requestOf(delivery);
  const cutOff = new ReadableStream({ pull: (controller) => controller.error(new TypeError('the line is dead')) });
  const refused: [Request, number][] = [
    [new Request(address, { method: 'POST', headers: good.headers, body: cutOff, duplex: 'half' } as RequestInit), 400],
    [new Request(address, { method: 'POST', body }), 401],
    [new Request(address, { method: 'POST', headers: good.headers, body: `${body} ` }), 401],
    [new Request(address, { method: 'POST', headers: good.headers }), 401],
    [await signed(body, { secrets: [`whsec_${btoa('a secret that nobody has told it')}`] }), 401],
    [new Request(address, { method: 'GET' }), 405],
    [new Request(address, { method: 'PUT', headers: good.headers, body }), 405],
    [await signed('x'.repeat(1024 * 1024 + 1)), 413],
    [await signed('{"id":'), 400],
    [await signed('null'), 400],
    [await signed('7'), 400],
  ];
  for (const [at, [request, status]] of refused.entries()) {
    expect([at, (await handle(request)).status]).toEqual([at, status]);
  }
  expect(heard).toEqual([]);
  for (const secrets of [[next], [secret], [secret, next]]) {
    expect((await handle(await signed(body, { id: delivery.id, secrets }))).status).toBe(202);
  }
  await agent.close();
  expect(heard).toEqual(['hello']);
});

test('what it doesn’t know is taken and done with; a handler that fails is told of and not asked again', async () => {
  const { maya, agent } = await stage('Ines');
  const errors: unknown[] = [];
  const handle = agent
    .on('error', (error) => errors.push(error))
    .on('message', () => Promise.reject(new Error('it broke')))
    .webhook({ secret });
  for (const body of ['{}', '[]', '{"type":"of.tomorrow","conversationId":"c"}']) {
    expect([body, (await handle(await signed(body))).status]).toEqual([body, 202]);
  }
  // A decision on what it never asked may be for whoever is there in a minute.
  const foreign = '{"type":"action.executed","conversationId":"c","groupId":"g"}';
  expect((await handle(await signed(foreign))).status).toBe(503);
  const delivery = await told(maya, 'hello');
  for (let n = 0; n < 2; n++) {
    await handle(await requestOf(delivery));
    await until(() => errors.length === 1);
  }
  await agent.close();
  expect(errors).toEqual([new Error('it broke')]);
});

test('a secret that is none is told before the first request comes', async () => {
  const { agent } = await stage('Vera');
  for (const wrong of ['', 'secret', 'whsec_c2hvcnQ=', []]) {
    expect(() => agent.webhook({ secret: wrong })).toThrow(TypeError);
  }
});

test('asked for its status, it says that it is there', async () => {
  const { maya, agent } = await stage('Tess');
  const handle = agent.webhook({ secret });
  expect((await handle(await signed('{"type":"bot.status_request"}'))).status).toBe(202);
  await until(async () => {
    const status = (await presenceOfBots(house.app, [maya.sandboxId])).get(maya.sandboxId);
    return status?.presence === 'online';
  });
  await agent.close();
});

test('one that was connected is not any more when requests take over', async () => {
  const { maya, agent } = await stage('Ulla');
  await new Promise<void>((resolve) => agent.on('open', () => resolve()));
  agent.on('message', (m) => m.reply('by request'));
  const handle = agent.webhook({ secret });
  await until(async () => {
    const rows = await house.app.sql`select from bot_streams where sandbox_id = ${maya.sandboxId} and lease <> ''`;
    return rows.length === 0;
  });
  await handle(await requestOf(await told(maya, 'hello')));
  await until(async () => (await textsOf(maya)).includes('by request'));
  await agent.close();
  expect(await agent.ended).toBe('closed');
});
