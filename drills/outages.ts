import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import { startTestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { connect } from '#server/testing/database.ts';
import { startTestRedis, type TestRedis } from '#server/testing/redis.ts';
import { openCluster, type Cluster } from './cluster.ts';
import { publicUrl } from './node.ts';
import { count, emptyReport, secondsOf, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';
import { startDatabaseServer, type DatabaseServer } from '#server/testing/database-server.ts';
import { askAgainAndAgain, healthSays, judgeAnswer } from './trouble/onlooker.ts';

export interface OutagesOptions {
  seed: number;
  clients: number;
  /** How often each kind of outage happens. */
  rounds: number;
  lengthMaxMs: number;
}

const harms = ['Postgres stopped', 'Postgres killed', 'Redis killed', 'Redis silent'] as const;
type Harm = (typeof harms)[number];

const lengthMinMs = 200;
/** Whoever has not noticed by then, or is not back, never will be. */
const patienceMs = 60_000;

/**
 * Two nodes under load, and what they stand on goes away and comes back. They stay up, say so to whoever asks meanwhile, take
 * nothing that they can't keep, and go on by themselves.
 */
export async function outages({ seed, clients, rounds, lengthMaxMs }: OutagesOptions): Promise<Report> {
  await using server = await startDatabaseServer();
  await using redis = await startTestRedis();
  await using office = await startTestApp({
    database: {
      address: server.address,
      sql: connect(server.address, 1),
      [Symbol.asyncDispose]: async () => undefined,
    },
    env: { PUBLIC_URL: publicUrl },
    log: { write: () => undefined },
  });
  const report = emptyReport();
  const onAnswer = (answer: Answer) => judgeAnswer(report, 'sends', answer);
  const orders = { address: server.address, redisUrl: redis.url, clients, haste: 1, isQuiet: true, onAnswer };
  await using cluster = await openCluster(office.app, orders);
  const reading = readEverywhere(report, cluster);
  const scene = { report, cluster, server, redis, chance: chanceOf(seed), waits: [] };
  cluster.beginToWrite();
  for (const harm of inSeededOrder(scene.chance, rounds)) await play(scene, harm, lengthMaxMs);
  await Promise.all(reading.map((each) => each.stop()));
  await cluster.judge(report);
  report.figures['seconds until everybody had what was written, after an outage'] = secondsOf(scene.waits);
  return report;
}

interface Scene {
  report: Report;
  cluster: Cluster;
  server: DatabaseServer;
  redis: TestRedis;
  chance: Chance;
  waits: number[];
}

async function play(scene: Scene, harm: Harm, lengthMaxMs: number): Promise<void> {
  const { report, cluster, chance, waits } = scene;
  const { begin, end, isFatal } = dealWith(scene, harm);
  await sleep(chance.below(500));
  await begin();
  if (isFatal) await demandHealth(scene, harm, 503);
  await sleep(lengthMinMs + chance.below(lengthMaxMs - lengthMinMs));
  // Redis joins the nodes, and nothing else: without it they serve.
  if (!isFatal) await demandHealth(scene, harm, 200);
  await end();
  const beganMs = performance.now();
  await demandHealth(scene, `after ${harm}`, 200);
  if (!(await cluster.everybodyIsBack())) report.broken.push(`after ${harm} somebody was told nothing`);
  waits.push((performance.now() - beganMs) / 1_000);
  count(report, harm);
}

function dealWith({ server, redis }: Scene, harm: Harm) {
  const startServer = () => server.start();
  switch (harm) {
    case 'Postgres stopped':
      return { isFatal: true, begin: () => server.stop(), end: startServer };
    case 'Postgres killed':
      return { isFatal: true, begin: () => server.kill(), end: startServer };
    case 'Redis killed':
      return { isFatal: false, begin: () => redis.kill(), end: () => redis.start() };
    case 'Redis silent':
      return { isFatal: false, begin: async () => redis.freeze(), end: async () => redis.thaw() };
  }
}

async function demandHealth({ report, cluster }: Scene, when: string, status: 200 | 503): Promise<void> {
  const saysSo = await Promise.all(cluster.origins().map((origin) => healthSays(origin, status, patienceMs)));
  if (!saysSo.every(Boolean)) report.broken.push(`${when}: health never said ${status}`);
}

/** Somebody who reads a conversation on each node, whatever happens. */
function readEverywhere(report: Report, { company, origins }: Cluster) {
  const { headers } = must(company.people[0], 'somebody');
  const { conversationId } = must(company.rooms[0], 'a room');
  const input = encodeURIComponent(JSON.stringify({ conversationId }));
  return origins().map((origin) =>
    askAgainAndAgain(report, 'reads', () => ask('GET', `${origin}/api/trpc/messages.list?input=${input}`, { headers })),
  );
}

function inSeededOrder(chance: Chance, rounds: number): Harm[] {
  const left = harms.flatMap((harm) => Array.from({ length: rounds }, () => harm));
  const order: Harm[] = [];
  while (left.length > 0) order.push(...left.splice(chance.below(left.length), 1));
  return order;
}
