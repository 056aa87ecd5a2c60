import { connectBot } from '#lib/bot-sdk/connect.ts';
import { conversationContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import { createBot } from '#server/bots/create.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { addMember } from '#server/chat/members/add.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest } from '#server/testing/personas.ts';
import { startTestRedis } from '#server/testing/redis.ts';
import { addDevice, ToldDevices } from '#server/testing/told-devices.ts';
import type { Colleague, Room } from '../company.ts';
import type { Ground } from '../ground.ts';
import { publicUrl, startNode, type NodeProcess } from '../node.ts';
import { Proxy } from '../proxy.ts';
import { Page } from './page.ts';

/** Maya and Zoe decide for an agent, each with a page on either of two nodes; Maya has a phone as well. */
export interface Scene extends AsyncDisposable {
  /** A third node, for what is asked, what is told to phones, and what ends by itself. */
  office: TestApp;
  maya: Colleague;
  zoe: Colleague;
  sandboxId: string;
  rooms: Room[];
  /** Where the two nodes are reached: the same also after one was killed. */
  origins: readonly [string, string];
  pages: Page[];
  phone: { id: string; told: ToldDevices };
  /** Of each question, the deliveries in which the agent was told what was decided. */
  heard: Map<string, Set<string>>;
  /** -9, and again at the same address. */
  killNode(): Promise<void>;
  startNode(): Promise<void>;
}

const roomCount = 5;

export async function setScene(ground: Ground): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await ground.newDatabase());
  const { address } = database;
  const redis = opened.use(await startTestRedis());
  const told = new ToldDevices();
  const env = { PUBLIC_URL: publicUrl, REDIS_URL: redis.url, LOG_LEVEL: 'error' };
  const office = opened.use(await startTestApp({ database, env, limits: 'generous', transports: told.transports }));
  const founded = await found(office);
  const orders = { address, redisUrl: redis.url, tellsDevices: false };
  const nodes: [NodeProcess, NodeProcess] = await Promise.all([startNode(orders), startNode(orders)]);
  opened.defer(async () => void (await Promise.all(nodes.map((node) => node.kill()))));
  const origins = [nodes[0].origin, nodes[1].origin] as const;
  const pages = origins.flatMap((origin) => [new Page(origin, founded.maya), new Page(origin, founded.zoe)]);
  for (const page of pages) await page.open(founded.rooms);
  opened.defer(() => pages.forEach((page) => page.close()));
  // The agent's way goes to a node that lives.
  let isWhole = true;
  const proxy = await Proxy.open({ port: () => nodes[isWhole ? 1 : 0].port });
  opened.defer(() => proxy.close());
  const heard: Scene['heard'] = new Map();
  const { sandboxId, key } = founded;
  const agent = connectBot({
    url: `http://127.0.0.1:${proxy.port}`,
    sandboxId,
    key,
    onDelivery: (delivery) => {
      if (delivery.type !== 'action.executed') return;
      const all = heard.get(delivery.messageId) ?? new Set();
      heard.set(delivery.messageId, all.add(delivery.id));
    },
    // It comes back by itself; what it was never told is found in the end.
    onError: () => undefined,
  });
  opened.defer(() => agent.close());
  const living = opened.move();
  return {
    ...founded,
    office,
    origins,
    pages,
    phone: { id: await addDevice(office.app, founded.maya), told },
    heard,
    killNode: async () => {
      isWhole = false;
      await nodes[1].kill();
    },
    startNode: async () => {
      nodes[1] = await startNode({ ...orders, port: nodes[1].port });
      isWhole = true;
    },
    [Symbol.asyncDispose]: () => living.disposeAsync(),
  };
}

async function found({ app }: TestApp) {
  const [maya, zoe] = [await guest(app, 'Maya'), await guest(app, 'Zoe')];
  const { sandbox, key } = await createBot(app, maya.principal, { label: 'Harbor' });
  const { sandboxId } = sandbox;
  await organize(app, sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'admin' });
  const rooms: Room[] = [];
  for (let n = 0; n < roomCount; n++) {
    const { conversationId } = await createConversation(app, maya.principal, { sandboxId });
    await addMember(app, maya.principal, { conversationId, userId: zoe.principal.userId });
    rooms.push({ conversationId, context: conversationContext(sandboxId, conversationId) });
  }
  const colleague = ({ principal, headers }: typeof maya): Colleague => ({ principal, headers, context: '' });
  return { maya: colleague(maya), zoe: colleague(zoe), sandboxId, key: must(key.key, 'its key'), rooms };
}
