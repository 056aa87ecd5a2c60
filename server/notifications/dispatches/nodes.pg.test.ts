import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, presencePathOf } from '#lib/contexts.ts';
import { addMember } from '#server/chat/members/add.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { Listener } from '#server/testing/listener.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { startTestRedis, type TestRedis } from '#server/testing/redis.ts';
import { addDevice, ToldDevices } from '#server/testing/told-devices.ts';
import { until } from '#server/testing/until.ts';

type Somebody = Omit<Person, 'password'>;

const devices = new ToldDevices();
let redis: TestRedis;
let database: TestDatabase;
/** Two that tell people, and one that only holds sockets. */
let attic: TestApp;
let cellar: TestApp;
let hall: TestApp;
let maya: Somebody;
let zoe: Somebody;

beforeAll(async () => {
  redis = await startTestRedis();
  database = await createTestDatabase();
  const start = (transports: ToldDevices['transports'] | null) =>
    startTestApp({
      database,
      transports,
      env: { REDIS_URL: redis.url, PUBLIC_URL: 'http://home.test' },
      limits: 'generous',
    });
  [attic, cellar, hall] = [await start(devices.transports), await start(devices.transports), await start(null)];
  maya = await guest(attic.app, 'Maya');
  zoe = await guest(attic.app, 'Zoe');
  await organize(attic.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
});
afterAll(async () => {
  for (const node of [hall, cellar, attic]) await node.close();
  await database[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

async function room(): Promise<string> {
  const { conversationId } = await createConversation(attic.app, maya.principal, { sandboxId: maya.sandboxId });
  await addMember(attic.app, maya.principal, { conversationId, userId: zoe.principal.userId });
  return conversationId;
}

async function says(node: TestApp, conversationId: string): Promise<string> {
  const content = [{ type: 'text' as const, text: 'hello' }];
  return (await send(node.app, maya.principal, { conversationId, content })).messageId;
}

interface Ended {
  messageId: string;
  state: string;
  reason: string | null;
}

/** Of these messages what was decided, once nothing of it is on its way any more. */
function ended(messageIds: string[]): Promise<Ended[]> {
  return until(async () => {
    const rows = await attic.app.sql<Ended[]>`
      select message_id as "messageId", state, reason from dispatches where message_id = any(${messageIds})`;
    const isOver = rows.length === messageIds.length && rows.every(({ state }) => !/pending|accepted/.test(state));
    return isOver && rows;
  });
}

test('two nodes that work at the same time tell each device once', async () => {
  const phones = [await addDevice(attic.app, zoe), await addDevice(attic.app, zoe), await addDevice(attic.app, zoe)];
  const rooms = await Promise.all(Array.from({ length: 40 }, room));
  const sent = rooms.map((conversationId, n) => says(n % 2 === 0 ? attic : cellar, conversationId));
  const messageIds = await Promise.all(sent);
  const rows = await ended(messageIds);
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['delivered']));
  expect(devices.taken).toHaveLength(phones.length * messageIds.length);
  for (const phone of phones) expect(devices.shownOn(phone)).toHaveLength(messageIds.length);
});

test('whoever looks at a conversation through another node is not told of it, but of others', async () => {
  const [open, other] = [await room(), await room()];
  const { ticket } = await hall.app.realtime.mintTicket(zoe.principal);
  const laptop = await Listener.open(`${hall.ownUrl.replace('http', 'ws')}/connect?ticket=${ticket}`);
  const path = presencePathOf(conversationContext(maya.sandboxId, open));
  laptop.subscribe(path);
  for (const { app } of [attic, cellar]) {
    await until(() => app.realtime.isUserInContext(zoe.principal.userId, path));
  }
  const [inOpen, inOther] = [await says(attic, open), await says(cellar, other)];
  const rows = await ended([inOpen, inOther]);
  expect(rows.find(({ messageId }) => messageId === inOpen)).toMatchObject({ state: 'suppressed', reason: 'present' });
  expect(rows.find(({ messageId }) => messageId === inOther)).toMatchObject({ state: 'delivered' });
  await laptop.close();
});
