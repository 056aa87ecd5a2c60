import type { Delivery } from '#lib/contract/bots.ts';
import type { AppContext } from '#server/app-context.ts';
import { nextOf, spokenOf } from './due.ts';
import { bodyOf, type DeliveryRow } from './present.ts';

/** An unacknowledged delivery is sent again after this. */
const resendAfterMs = 60_000;

/** At most this many leave at once, so that a long absence costs time and no memory. */
const batchMax = 50;

export interface Taken {
  /** To be sent now. */
  deliveries: Delivery[];
  /** Nothing is left to be said about these: what they spoke of has been deleted. */
  idle: string[];
  /** There may be more. */
  isFull: boolean;
}

/**
 * The deliveries that are due now, marked as sent: all urgent ones, and of each conversation only its oldest open one. The
 * next goes when that one is acknowledged, while other conversations' go on their way. Gives nothing to a stream whose lease
 * has passed on.
 */
export async function takeDue(app: AppContext, sandboxId: string, lease: string): Promise<Taken> {
  const rows = await markDue(app, sandboxId, lease);
  const bodies = rows.map((row) => ({ id: row.id, body: bodyOf(row) }));
  return {
    deliveries: bodies.flatMap(({ body }) => (body === null ? [] : [body])),
    idle: bodies.filter(({ body }) => body === null).map(({ id }) => id),
    isFull: rows.length >= batchMax,
  };
}

async function markDue({ sql, clock }: AppContext, sandboxId: string, lease: string): Promise<DeliveryRow[]> {
  const now = clock.now();
  return sql<DeliveryRow[]>`
    with due as materialized (
      select next.id from (${nextOf(sql, sql`${sandboxId}`, { now, max: sql`${batchMax}::int` })}) next
      where next.next_attempt_at <= ${now}
    ), taken as (
      update deliveries d set state = 'sent', attempts = attempts + 1, maybe_arrived = true,
        next_attempt_at = ${new Date(now.getTime() + resendAfterMs)}
      from due where d.id = due.id and d.state in ('pending', 'sent')
        and exists (select from bot_streams b where b.sandbox_id = ${sandboxId} and b.lease = ${lease})
      returning d.*
    )
    ${spokenOf(sql)}`;
}
