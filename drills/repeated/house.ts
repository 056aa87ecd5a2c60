import { must } from '#lib/std/must.ts';
import { sweepAccounts } from '#server/accounts/jobs.ts';
import { sweepAudit } from '#server/admin/audit-sweep.ts';
import { createBot } from '#server/bots/create.ts';
import { setEndpoint } from '#server/bots/endpoints/own-endpoint.ts';
import { sweepDeliveries } from '#server/bots/jobs.ts';
import { subscribe } from '#server/bots/subscriptions.ts';
import { sweepFiles } from '#server/chat/attachments/jobs.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { addMember } from '#server/chat/members/add.ts';
import { forgetByAge } from '#server/chat/retention/jobs.ts';
import { addDevice } from '#server/notifications/devices.ts';
import { sweepDispatches } from '#server/notifications/dispatches/jobs.ts';
import { sweepDevices } from '#server/notifications/jobs.ts';
import { consumerLags } from '#server/realtime/consumer-lags.ts';
import { dropPartitions, makePartitions } from '#server/realtime/jobs.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { PushService } from '#server/testing/push-service.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { until } from '#server/testing/until.ts';
import type { Ground } from '../ground.ts';

type Somebody = Omit<Person, 'password'>;

/**
 * Two nodes with Redis between them; Maya and Zoe with two browsers each; and an agent of Maya's that is reached by request. What
 * comes to the browsers and to the agent is kept where it comes.
 */
export interface House extends AsyncDisposable {
  nodes: readonly [TestApp, TestApp];
  maya: Somebody;
  zoe: Somebody;
  agent: { sandboxId: string; headers: Record<string, string> };
  receiver: Receiver;
  pushes: PushService;
  /** The addresses of their browsers. */
  browsers: { maya: string[]; zoe: string[] };
  /** A new conversation of the three. */
  newRoom(): Promise<string>;
  /** When nothing of what was done has still to be told to anybody. */
  settle(): Promise<void>;
  /** A day passes, and all that is done by the hour or by the night is done. */
  passDay(): Promise<void>;
}

const dayMs = 25 * 3_600_000;
const browsersEach = 2;

export async function openHouse(ground: Ground, redisUrl: string): Promise<House> {
  await using opened = new AsyncDisposableStack();
  const clock = movableClock();
  const database = opened.use(await ground.newDatabase());
  const receiver = opened.use(await Receiver.open());
  const pushes = opened.use(await PushService.open({ isSecure: false, clock }));
  const start = async () =>
    opened.use(await startTestApp({ database, clock, limits: 'generous', env: { ...env, REDIS_URL: redisUrl } }));
  const nodes = [await start(), await start()] as const;
  const { app } = nodes[0];
  const [maya, zoe] = [await guest(app, 'Maya'), await guest(app, 'Zoe')];
  const { sandbox, key } = await createBot(app, maya.principal, { label: 'Harbor' });
  const { sandboxId } = sandbox;
  await organize(app, sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  await setEndpoint(app, maya.principal, { sandboxId, url: receiver.url });
  await subscribe(app, { kind: 'bot', sandboxId, keyId: 'drill' }, { types: ['reaction.added'] });
  const addBrowsers = async ({ principal }: Somebody) => {
    const subscriptions = Array.from({ length: browsersEach }, () => pushes.subscribe());
    for (const subscription of subscriptions)
      await addDevice(app, principal, { kind: 'web', subscription: subscription.toJSON(), name: 'Firefox' });
    return subscriptions.map(({ endpoint }) => endpoint);
  };
  const browsers = { maya: await addBrowsers(maya), zoe: await addBrowsers(zoe) };
  const living = opened.move();
  return {
    nodes,
    maya,
    zoe,
    agent: { sandboxId, headers: { authorization: `Bearer ${key.key}` } },
    receiver,
    pushes,
    browsers,
    newRoom: async () => {
      const { conversationId } = await createConversation(app, maya.principal, { sandboxId });
      await addMember(app, maya.principal, { conversationId, userId: zoe.principal.userId });
      return conversationId;
    },
    settle: async () => void (await until(() => isSettled(nodes[0], sandboxId))),
    passDay: async () => {
      clock.pass(dayMs);
      // Dated by the database, whose clock nobody moves.
      await app.sql`update operations set created_at = created_at - ${dayMs / 1_000} * interval '1 second'`;
      await Promise.all(nodes.map((node) => workThrough(node)));
    },
    [Symbol.asyncDispose]: () => living.disposeAsync(),
  };
}

/** Of a name that both share, so that one cookie is good for both. */
const env = { PUBLIC_URL: 'http://localhost:3000', OUTBOUND_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'error' };

/** Of the one agent that runs: those that came with the accounts take nothing. */
async function isSettled({ app }: TestApp, sandboxId: string): Promise<boolean> {
  const lags = await consumerLags(app.sql);
  const [row] = await app.sql<{ open: number }[]>`
    select (select count(*) from deliveries where sandbox_id = ${sandboxId} and state in ('pending', 'sent'))
      + (select count(*) from dispatches where state in ('pending', 'accepted')) as open`;
  return lags.every(({ seconds }) => seconds === 0) && must(row, 'a count').open === 0;
}

async function workThrough({ app }: TestApp): Promise<void> {
  const jobs = [sweepAccounts, sweepAudit, sweepDeliveries, sweepDispatches, sweepFiles, sweepDevices];
  const nightly = [makePartitions, dropPartitions, forgetByAge];
  for (const job of [...jobs, ...nightly]) await job(app).run();
}
