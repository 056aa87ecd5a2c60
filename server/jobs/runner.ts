import { Logger as WorkerLogger, parseCronItems, run } from 'graphile-worker';
import type { DatabaseAddress } from '../db/embedded.ts';
import type { Logger } from '../log.ts';

/** Work on a timetable. Every node has the runner; Postgres gives each run to one of them. */
export interface Job {
  name: string;
  cron: string;
  run(): Promise<void>;
}

export async function runJobs(address: DatabaseAddress, log: Logger, jobs: Job[]): Promise<AsyncDisposable> {
  const runner = await run({
    connectionString: connectionString(address),
    concurrency: 2,
    maxPoolSize: 4,
    noHandleSignals: true,
    logger: workerLogger(log),
    taskList: Object.fromEntries(jobs.map((job) => [job.name, () => job.run()])),
    parsedCronItems: parseCronItems(jobs.map((job) => ({ task: job.name, match: job.cron }))),
  });
  return { [Symbol.asyncDispose]: () => runner.stop() };
}

/** A unix socket's folder stands in the place of the host. */
function connectionString(address: DatabaseAddress): string {
  if ('url' in address) return address.url;
  return `postgres://${address.user}@${encodeURIComponent(address.host)}:${address.port}/${address.database}`;
}

function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error({ from: 'jobs' }, message);
    else if (level === 'warning') log.warn({ from: 'jobs' }, message);
    else log.debug({ from: 'jobs' }, message);
  });
}
