import { setTimeout as sleep } from 'node:timers/promises';
import { Logger as WorkerLogger, parseCronItems, run, type Runner } from 'graphile-worker';
import type { Pool } from 'pg';
import type { DatabaseAddress } from '../db/embedded.ts';
import { openPool } from '../db/jobs-pool.ts';
import type { Logger } from '../log.ts';

/** Work on a timetable. Every node has the runner; Postgres gives each run to one of them. */
export interface Job {
  name: string;
  cron: string;
  run(): Promise<void>;
}

const againMs = 2_000;

/**
 * The library's runner ends for good when the database goes away at a moment that it can't bear, such as just before the end
 * of a job is written down. Another one then takes its place.
 */
export async function runJobs(address: DatabaseAddress, log: Logger, jobs: Job[]): Promise<AsyncDisposable> {
  const stopping = new AbortController();
  const pool = openPool(address, log);
  const start = () => startRunner(pool, log, jobs);
  let runner = await start().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const watching = watch();

  async function watch(): Promise<void> {
    for (;;) {
      await runner.promise.catch((err: unknown) => log.error({ err, from: 'jobs' }, 'The runner of jobs ended.'));
      while (!stopping.signal.aborted) {
        await sleep(againMs, null, { signal: stopping.signal }).catch(() => null);
        if (await startAgain()) break;
      }
      if (stopping.signal.aborted) return;
    }
  }

  async function startAgain(): Promise<boolean> {
    if (stopping.signal.aborted) return false;
    try {
      runner = await start();
      return true;
    } catch (err) {
      log.debug({ err, from: 'jobs' }, 'The runner of jobs can not start yet.');
      return false;
    }
  }

  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await runner.stop().catch((err: unknown) => log.debug({ err, from: 'jobs' }, 'The runner of jobs had ended.'));
      await watching;
      await pool.end();
    },
  };
}

function startRunner(pool: Pool, log: Logger, jobs: Job[]): Promise<Runner> {
  return run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    // In batches, of one: nobody waits for the end of a job to be written down otherwise, and its failure ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: workerLogger(log),
    taskList: Object.fromEntries(jobs.map((job) => [job.name, () => job.run()])),
    parsedCronItems: parseCronItems(jobs.map((job) => ({ task: job.name, match: job.cron }))),
  });
}

function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error({ from: 'jobs' }, message);
    else if (level === 'warning') log.warn({ from: 'jobs' }, message);
    else log.debug({ from: 'jobs' }, message);
  });
}
