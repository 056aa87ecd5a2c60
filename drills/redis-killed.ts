import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '#server/testing/app.ts';
import { startTestRedis } from '#server/testing/redis.ts';
import { openCluster } from './cluster.ts';
import type { Ground } from './ground.ts';
import { publicUrl } from './node.ts';
import { count, emptyReport, secondsOf, type Report } from './report.ts';
import { chanceOf } from './seed.ts';

export interface RedisKilledOptions {
  ground: Ground;
  seed: number;
  clients: number;
  outages: number;
}

/** Two nodes that write all the time, while the Redis that joins them goes and comes back. */
export async function redisKilled({ ground, seed, clients, outages }: RedisKilledOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using redis = await startTestRedis();
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const orders = { address: database.address, redisUrl: redis.url, clients, haste: 1 };
  await using cluster = await openCluster(office.app, orders);
  const report = emptyReport();
  const chance = chanceOf(seed);
  const waits = { alone: [] as number[], joined: [] as number[] };
  const timed = async (into: number[], when: string) => {
    const beganMs = performance.now();
    if (!(await cluster.everybodyIsBack())) report.broken.push(`${when} somebody was told nothing`);
    into.push((performance.now() - beganMs) / 1_000);
  };
  cluster.beginToWrite();
  for (let n = 0; n < outages; n++) {
    await sleep(chance.below(500));
    await redis.kill();
    await sleep(chance.below(1_000));
    await timed(waits.alone, `without Redis, outage ${n + 1},`);
    await redis.start();
    await sleep(chance.below(1_000));
    await timed(waits.joined, `after outage ${n + 1}`);
    count(report, 'outages');
  }
  await cluster.judge(report);
  report.figures['seconds until everybody had what was written, without Redis'] = secondsOf(waits.alone);
  report.figures['seconds until everybody had what was written, with Redis back'] = secondsOf(waits.joined);
  return report;
}
