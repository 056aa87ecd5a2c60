import { parseArgs } from 'node:util';
import { acknowledgedMeansDurable } from './acknowledged-means-durable.ts';
import { approvals } from './approvals.ts';
import { backupRestore } from './backup-restore.ts';
import { badges } from './badges.ts';
import { chaosReconnect } from './chaos-reconnect.ts';
import { clockSkew } from './clock-skew.ts';
import { deliveries } from './deliveries.ts';
import { diskFull } from './disk-full.ts';
import { halfOpen } from './half-open.ts';
import { missedEvents } from './missed-events.ts';
import { openGround, type Ground } from './ground.ts';
import { nodeKilled } from './node-killed.ts';
import { notifications } from './notifications.ts';
import { outages } from './outages.ts';
import { redisKilled } from './redis-killed.ts';
import { holds, linesOf, lossesOf, type Report } from './report.ts';
import { sameClientId } from './same-client-id.ts';
import { slowConsumer } from './slow-consumer.ts';
import { storm } from './storm.ts';
import { uploadsCut } from './uploads-cut.ts';
import { upgrade } from './upgrade.ts';

interface Asked {
  ground: Ground;
  seed: number;
  schedules: number | null;
  sockets: number | null;
}

const drills: Record<string, (asked: Asked) => Promise<Report>> = {
  'chaos-reconnect': ({ ground, seed, schedules }) =>
    chaosReconnect({ ground, seed, schedules: schedules ?? 10_000, lanes: 8 }),
  'missed-events': ({ ground, seed }) => missedEvents({ ground, seed, absences: [9_999, 10_000, 10_001] }),
  'storm-after-a-restart': ({ ground, sockets }) => storm({ ground, sockets: sockets ?? 5_000, ends: 'stopped' }),
  'storm-after-a-crash': ({ ground, sockets }) => storm({ ground, sockets: sockets ?? 5_000, ends: 'killed' }),
  'slow-consumer': ({ ground }) => slowConsumer({ ground, others: 49, rounds: 10 }),
  'half-open': ({ ground }) => halfOpen({ ground, clients: 20 }),
  'node-killed': ({ ground, seed }) =>
    nodeKilled({ ground, seed, clients: 100, kills: 20, withRedis: false, haste: 1 }),
  'node-killed-with-redis': ({ ground, seed }) =>
    nodeKilled({ ground, seed, clients: 100, kills: 20, withRedis: true, haste: 1 }),
  approvals: ({ ground, seed, schedules }) => approvals({ ground, seed, races: schedules ?? 100 }),
  'backup-restore': ({ ground, seed, schedules }) => backupRestore({ ground, seed, rounds: schedules ?? 20 }),
  badges: ({ ground, seed, schedules }) => badges({ ground, seed, operations: schedules ?? 1_000 }),
  deliveries: ({ ground, seed, schedules }) => deliveries({ ground, seed, schedules: schedules ?? 50 }),
  notifications: ({ ground, seed, schedules }) => notifications({ ground, seed, schedules: schedules ?? 200 }),
  'acknowledged-means-durable': ({ seed, schedules }) =>
    acknowledgedMeansDurable({ seed, sends: schedules ?? 100_000, kills: 20 }),
  'same-client-id': ({ ground, seed, schedules }) => sameClientId({ ground, seed, rounds: schedules ?? 2_000 }),
  upgrade: ({ ground, schedules }) => upgrade({ ground, messages: schedules ?? 300_000 }),
  'redis-killed': ({ ground, seed }) => redisKilled({ ground, seed, clients: 100, outages: 20 }),
  'clock-skew': ({ ground, seed, schedules }) => clockSkew({ ground, seed, pairs: schedules ?? 20 }),
  'disk-full': ({ ground, schedules }) => diskFull({ ground, rounds: schedules ?? 10 }),
  'uploads-cut': ({ ground, seed, schedules }) => uploadsCut({ ground, seed, cuts: schedules ?? 500 }),
  outages: ({ seed, schedules }) => outages({ seed, clients: 60, rounds: schedules ?? 20, lengthMaxMs: 6_000 }),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, schedules: { type: 'string' }, sockets: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(drills, name));
process.exitCode = unknown.length > 0 ? refuse(unknown) : await runAll();
// Whatever a drill has left behind must not keep the terminal.
process.exit();

function refuse(names: string[]): number {
  say(`There is no drill called ${names.join(', ')}. The drills are ${Object.keys(drills).join(', ')}.`);
  return 2;
}

async function runAll(): Promise<number> {
  const wanted = Object.entries(drills).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  const seed = Number(values.seed ?? 1);
  const given = (value: string | undefined) => (value === undefined ? null : Number(value));
  const asked = { seed, schedules: given(values.schedules), sockets: given(values.sockets) };
  await using ground = await openGround();
  const reports: Report[] = [];
  for (const [name, drill] of wanted) {
    const began = performance.now();
    const report = await drill({ ground, ...asked });
    for (const line of linesOf(name, report, (performance.now() - began) / 1_000)) say(line);
    reports.push(report);
  }
  const losses = reports.reduce((sum, report) => sum + lossesOf(report), 0);
  const failed = reports.filter((report) => !holds(report)).length;
  say(`${reports.length} drills, ${losses} lost, doubled or out of order, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
