import type { Overview } from '#lib/contract/admin/overview.ts';
import type { AppContext } from '#server/app-context.ts';
import { consumerLags } from '#server/realtime/consumer-lags.ts';
import { lastDays } from '../days.ts';
import { readCounts } from './counts.ts';
import { pingMs, readDatabase } from './database.ts';
import { readDays } from './days.ts';
import { readDisk } from './disk.ts';
import { failingEndpoints } from './endpoints.ts';
import { countGaps } from './gaps.ts';
import { failingJobs } from './jobs.ts';
import { needsOf } from './needs.ts';
import { readQueues } from './queues.ts';

/** How all of it does, in nine statements, whatever there is. */
export async function readOverview(app: AppContext): Promise<Overview> {
  const { sql, clock, env, realtime } = app;
  const now = clock.now();
  const [ping, database, counts, days, queues, endpoints, lags, gaps, jobs, disk] = await Promise.all([
    pingMs(sql),
    readDatabase(sql),
    readCounts(app),
    readDays(app, lastDays(now)),
    readQueues(app),
    failingEndpoints(sql),
    consumerLags(sql),
    countGaps(sql),
    failingJobs(sql),
    readDisk(env),
  ]);
  const stats = realtime.stats();
  const redis = env.redisUrl === null ? 'unused' : stats.isWhole ? 'reachable' : 'unreachable';
  const { people, sandboxes, conversations } = counts;
  return {
    at: now.getTime(),
    needs: needsOf({ redis, lags, gaps, disk, endpoints, dead: queues.dead, jobs }),
    people,
    sandboxes,
    conversations,
    ...days,
    sockets: { open: stats.sockets, streams: stats.streams, subscriptions: stats.subscriptions },
    database: { isEmbedded: env.databaseUrl === null, bytes: database.bytes, pingMs: ping },
    redis,
    queues: { deliveries: queues.deliveries, pushes: queues.pushes },
    endpointsFailing: endpoints.length,
    events: { gaps, resyncs: stats.resyncs, lagSeconds: Math.max(0, ...lags.map(({ seconds }) => seconds)) },
    files: { where: env.s3 === null ? 'disk' : 's3', bytes: database.fileBytes, disk },
  };
}
