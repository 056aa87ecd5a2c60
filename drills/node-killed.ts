import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '#server/testing/app.ts';
import { startTestRedis } from '#server/testing/redis.ts';
import { openCluster } from './cluster.ts';
import type { Ground } from './ground.ts';
import { publicUrl } from './node.ts';
import { count, emptyReport, secondsOf, type Report } from './report.ts';
import { chanceOf } from './seed.ts';

export interface NodeKilledOptions {
  ground: Ground;
  seed: number;
  clients: number;
  kills: number;
  /** Without Redis, what the other node does is found in the log within 5 s. */
  withRedis: boolean;
  haste: number;
}

/** Two nodes on one database. Again and again the one that has the clients is killed in the middle of what it does. */
export async function nodeKilled({ ground, seed, kills, withRedis, ...size }: NodeKilledOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using redis = withRedis ? await startTestRedis() : null;
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const redisUrl = redis?.url ?? '';
  await using cluster = await openCluster(office.app, { address: database.address, redisUrl, ...size });
  const report = emptyReport();
  const chance = chanceOf(seed);
  const waits: number[] = [];
  cluster.beginToWrite();
  for (let n = 0; n < kills; n++) {
    await sleep(200 + chance.below(500));
    await cluster.killTheBusier();
    const killedMs = performance.now();
    if (!(await cluster.everybodyIsBack())) report.broken.push(`after kill ${n + 1} somebody did not come back`);
    waits.push((performance.now() - killedMs) / 1_000);
    count(report, 'kills');
    await cluster.startAnother();
  }
  await cluster.judge(report);
  report.figures['slowest client back and caught up, seconds after a kill'] = secondsOf(waits);
  return report;
}
