import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { BotStream } from './testing/bot-stream.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { Listener } from './testing/listener.ts';
import { person, type Person } from './testing/personas.ts';
import { startTestRedis, type TestRedis } from './testing/redis.ts';

let redis: TestRedis;
let database: TestDatabase;
let attic: TestApp;
let cellar: TestApp;
let maya: Person;

beforeAll(async () => {
  redis = await startTestRedis();
  database = await createTestDatabase();
  attic = await startNode();
  cellar = await startNode();
  maya = await person(attic.app, 'Maya');
});
afterAll(async () => {
  await cellar.close();
  await attic.close();
  await database[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const startNode = () => startTestApp({ database, env: { REDIS_URL: redis.url, PUBLIC_URL: 'http://home.test' } });

test('[RT50] what Maya says through the attic is on her phone in the cellar, and woke the stream of her agent there', async () => {
  const { sandboxId, conversationId, principal } = maya;
  const { ticket } = await attic.app.realtime.mintTicket(principal);
  const phone = await Listener.open(`${cellar.ownUrl.replace('http', 'ws')}/connect?ticket=${ticket}`);
  const context = conversationContext(sandboxId, conversationId);
  phone.subscribe(context);
  await phone.next('context.subscribed');
  const { key } = await createKey(attic.app, sandboxId, 'cluster');
  const path = `/bot/v1/sandboxes/${sandboxId}`;
  const headers = { authorization: `Bearer ${key}` };
  await using stream = await BotStream.open({ base: cellar.ownUrl + path, headers });
  const answered = async (text: string) => {
    const { id } = await stream.next(text);
    // What comes next waits for this, and the stream in the cellar learns of it from the attic.
    const { status } = await ask('POST', `${attic.ownUrl}${path}/deliveries/ack`, { headers, body: { ids: [id] } });
    expect(status).toBe(200);
  };

  await answered('conversation.created');
  // A stream looks by itself every five seconds: eight times over, lost wake-ups would outlast the test.
  for (let n = 0; n < 8; n++) {
    expect((await say(attic, `number ${n}`)).status).toBe(201);
    await answered(`number ${n}`);
    await phone.until(() => JSON.stringify(phone.events(context)).includes(`number ${n}`));
  }
  await phone.close();
});

test('what may be done how often is counted on both nodes together', async () => {
  const askForLink = ({ ownUrl }: TestApp) => {
    const headers = { origin: 'http://home.test', 'x-claw-chat': '1' };
    return ask('POST', `${ownUrl}/api/trpc/accounts.requestReset`, { headers, body: { email: 'jonas@home.test' } });
  };
  const answers = [];
  for (const node of [attic, cellar, attic, cellar, attic]) answers.push((await askForLink(node)).status);
  expect(answers).toEqual([200, 200, 200, 429, 429]);
});

function say({ ownUrl }: TestApp, text: string) {
  const body = { conversationId: maya.conversationId, content: [{ type: 'text', text }] };
  return ask('POST', `${ownUrl}/v1/messages`, { headers: maya.headers, body });
}
