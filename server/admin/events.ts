import { z } from 'zod';
import type {
  AdminEvent,
  AdminEventLog,
  AdminEventsInput,
  AdminEventsPage,
  Stretch,
} from '#lib/contract/admin/events.ts';
import { parseContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import { cut, decodeCursor, encodeCursor } from '../db/pagination.ts';
import { Fault, notFound } from '../errors.ts';
import { consumerLags } from '../realtime/consumer-lags.ts';
import { readHeads } from '../realtime/event-log.ts';
import { readPartitions } from '../realtime/partitions.ts';

type Sql = AppContext['sql'];

interface Row {
  seq: number;
  type: string;
  at: Date;
  bytes: number;
  payload: Record<string, unknown>;
  about: string | null;
  alsoTo: number;
}

const cursorKey = z.tuple([z.number().int().positive().max(Number.MAX_SAFE_INTEGER)]);

/** The log of one context, the newest first, and whether anything is missing in it. */
export async function listEvents(
  { sql }: AppContext,
  { context, from, type, limit, cursor }: AdminEventsInput,
): Promise<AdminEventsPage> {
  const head = await headOf(sql, context);
  const [before] = cursor == null ? [] : decodeCursor('admin.events', cursorKey, cursor);
  const rows = await sql<Row[]>`
    select seq, type, at, payload, octet_length(payload::text) as bytes, about, coalesce(cardinality(also_to), 0) as "alsoTo"
    from events where context = ${context}
      ${before === undefined ? sql`` : sql`and seq < ${before}`}
      ${from === undefined ? sql`` : sql`and seq <= ${from}`}
      ${type === undefined ? sql`` : sql`and type = ${type}`}
    order by seq desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const range = { from: last?.seq ?? 1, to: page[0]?.seq ?? 0 };
  const [shown, whole] = await stretches(sql, context, { range, head });
  const nextCursor = hasMore && last !== undefined ? encodeCursor('admin.events', [last.seq]) : null;
  return { events: page.map(present), head, shown, whole, hasMore, nextCursor };
}

/** The log as a whole. */
export async function readEventLog({ sql, realtime, settings }: AppContext): Promise<AdminEventLog> {
  const [partitions, lags] = await Promise.all([readPartitions(sql), consumerLags(sql)]);
  return {
    eventDays: settings.current().eventDays,
    partitions: partitions.map((one) => ({
      ...one,
      from: one.from?.getTime() ?? null,
      to: one.to?.getTime() ?? null,
    })),
    consumers: lags.map(({ name, seconds }) => ({ name, lagSeconds: Math.max(0, seconds) })),
    resyncs: realtime.stats().resyncs,
  };
}

async function headOf(sql: Sql, context: string): Promise<number> {
  const ref = parseContext(context);
  if (ref === null) {
    throw new Fault('invalid_input', "That isn't a context.", {
      issues: [{ path: 'context', message: "isn't a context" }],
    });
  }
  const head = (await readHeads(sql, [ref])).get(context);
  if (head === undefined) throw notFound();
  return head;
}

/**
 * Positions are given out one by one, so what is missing is the length of a stretch less what stands in it. What retention has
 * dropped is no gap: the whole begins with the oldest that is there, and ends with the head that the owner's row knows.
 */
async function stretches(
  sql: Sql,
  context: string,
  { range, head }: { range: { from: number; to: number }; head: number },
): Promise<[Stretch | null, Stretch | null]> {
  const [row] = await sql<{ shown: number; whole: number; oldest: number | null; newest: number | null }[]>`
    select count(*) filter (where seq between ${range.from} and ${range.to}) as shown, count(*) as whole,
      min(seq) as oldest, max(seq) as newest
    from events where context = ${context}`;
  if (row === undefined || row.oldest === null || row.newest === null) return [null, null];
  // One that came while this was read is no gap either.
  const to = Math.max(head, row.newest);
  const whole = { from: row.oldest, to, missing: to - row.oldest + 1 - row.whole };
  if (range.to < range.from) return [null, whole];
  return [{ ...range, missing: range.to - range.from + 1 - row.shown }, whole];
}

/** What we made ourselves. Other ids are chosen by agents and programs, who may write into them what they like. */
const ours = new Set(['conversationId', 'messageId', 'memberId', 'resolutionId', 'sandboxId', 'userId']);
const idPattern = /^[A-Za-z0-9_:-]{1,96}$/;

function present({ seq, type, at, bytes, payload, about, alsoTo }: Row): AdminEvent {
  const fields = Object.entries(payload).map(([name, value]) => ({ name, value: shownOf(name, value) }));
  return { seq, type, at: at.getTime(), bytes, fields, about, alsoTo };
}

function shownOf(name: string, value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && ours.has(name) && idPattern.test(value) ? value : null;
}
