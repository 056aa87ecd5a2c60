import { systemClock, type Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Sql } from './client.ts';

/** How long a clock that somebody sets, or a machine that slept, can mislead us. */
const lookEveryMs = 10_000;
/** From here on whoever runs the machine should know. */
const worthSayingMs = 5_000;
/** An answer says a whole millisecond, the one that it was in. */
const roundedMs = 1;

interface Watching {
  /** A connection on which nothing waits for others. */
  sql: Sql;
  log: Logger;
  system?: Clock;
}

/**
 * The one clock of all nodes: the database's, which also dates the rows. What one node sets down (a ticket, a lease, an
 * approval's end) another one judges, and their machines' clocks may be hours apart.
 *
 * The machine's own clock, corrected by what can be proven: the database's moment lies between asking and hearing, and a clock
 * that lies there too is believed. So beside an embedded database, which has the same clock, nothing is ever corrected.
 */
export async function watchDatabaseClock({ sql, log, system = systemClock }: Watching): Promise<Clock & Disposable> {
  let aheadMs = 0;
  const look = async () => {
    const askedMs = system.now().getTime();
    const [row] = await sql<{ at: Date }[]>`select clock_timestamp() as at`;
    const heardMs = system.now().getTime();
    // Set while we waited: the next look knows better.
    if (row === undefined || heardMs < askedMs) return;
    const least = row.at.getTime() - heardMs;
    const most = row.at.getTime() + roundedMs - askedMs;
    const proven = Math.min(Math.max(aheadMs, least), most);
    if (Math.abs(proven - aheadMs) > worthSayingMs) {
      log.warn(
        { seconds: Math.round(proven / 1_000) },
        'This clock is not the database’s, which counts. Set it right.',
      );
    }
    aheadMs = proven;
  };
  await look();
  const timer = setInterval(() => {
    // Without the database there is nothing to judge.
    look().catch((err: unknown) => log.debug({ err }, 'The database’s clock could not be read.'));
  }, lookEveryMs).unref();
  return { now: () => new Date(system.now().getTime() + aheadMs), [Symbol.dispose]: () => clearInterval(timer) };
}
