import { isDeepStrictEqual } from 'node:util';
import type { AppContext } from '#server/app-context.ts';
import { dropOldPartitions } from '#server/realtime/retention.ts';
import { startTestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import type { Ground } from './ground.ts';
import { happen } from './missed/absence.ts';
import { Reader, readAll } from './missed/reader.ts';
import { count, emptyReport, type Report } from './report.ts';
import { chanceOf } from './seed.ts';

export interface MissedEventsOptions {
  ground: Ground;
  seed: number;
  /** How many events each client is away for. */
  absences: number[];
}

/** Beyond this the server answers with a resync instead of the events. */
const backfillMax = 10_000;
const before = 300;

/** Clients that come back after a long time: all that they missed is applied, or they are told to read again. */
export async function missedEvents({ ground, seed, absences }: MissedEventsOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using served = await startTestApp({ database, env: { LOG_LEVEL: 'error' } });
  const report = emptyReport();
  const stage: Stage = { app: served.app, url: `${served.ownUrl.replace('http', 'ws')}/connect`, seed };
  for (const events of absences) {
    const { applied, resyncs } = await miss(report, stage, { events, isForgotten: false });
    const expected = events > backfillMax ? { applied: 0, resyncs: 1 } : { applied: events, resyncs: 0 };
    if (!isDeepStrictEqual({ applied, resyncs }, expected)) {
      report.lost += Math.max(0, expected.applied - applied);
      report.doubled += Math.max(0, applied - expected.applied);
      report.broken.push(`of ${events} missed events ${applied} were applied, with ${resyncs} resyncs`);
    }
  }
  const { resyncs } = await miss(report, stage, { events: 50, isForgotten: true });
  if (resyncs !== 1) report.broken.push(`the log had forgotten what was missed, and there were ${resyncs} resyncs`);
  return report;
}

interface Stage {
  app: AppContext;
  url: string;
  seed: number;
}

interface Absence {
  events: number;
  /** The log's retention passes as well. */
  isForgotten: boolean;
}

async function miss(report: Report, { app, url, seed }: Stage, { events, isForgotten }: Absence): Promise<Reader> {
  const chance = chanceOf(seed + events);
  const author = await guest(app, `away for ${events}${isForgotten ? ' and longer' : ''}`);
  await happen(app, author, { events: before, chance });
  const reader = new Reader(app, author, url);
  await reader.open();
  reader.goAway();
  await happen(app, author, { events, chance });
  if (isForgotten) await forget(app);
  const beganMs = performance.now();
  reader.comeBack();
  const fresh = await readAll(app, author);
  await until(() => reader.log.head >= fresh.head);
  const seconds = (performance.now() - beganMs) / 1_000;
  reader.goAway();
  if (!isDeepStrictEqual(reader.log.messages, fresh.messages)) {
    report.broken.push(`after ${events} missed events the page shows something else than a fresh one`);
  }
  count(report, 'absences');
  count(report, 'events missed', events);
  count(report, 'events applied', reader.applied);
  count(report, 'resyncs', reader.resyncs);
  const what = isForgotten ? 'that the log has forgotten' : 'missed';
  report.figures[`${events} events ${what}, seconds until shown`] = seconds.toFixed(1);
  return reader;
}

/** In some months: the weeks that are there are old, and go as soon as no effect needs them any more. */
async function forget({ sql }: AppContext): Promise<void> {
  const later = new Date(Date.now() + 120 * 86_400_000);
  await until(async () => {
    await dropOldPartitions(sql, later, 30);
    const [row] = await sql<{ left: number }[]>`select count(*) as left from events`;
    return row?.left === 0;
  });
}
