import type { AppContext } from '#server/app-context.ts';
import type { ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { Claimed } from './claim.ts';
import { reasons, type Reason } from './reasons.ts';

/** What became of a dispatch on its way to one device. */
export type Outcome =
  /** Its service has it, and there is nothing more to be heard of it. */
  | { state: 'delivered' }
  | { state: 'accepted'; ticket: string; receiptDueAt: Date }
  | { state: 'pending'; nextAttemptAt: Date; error: string }
  | { state: 'failed'; error: string }
  /** It was no news any more. */
  | { state: 'withdrawn'; reason: Reason }
  /** There is no such device any more. */
  | { state: 'gone' };

export type Came = Pick<Claimed, 'dispatchId' | 'attempts' | 'device'> & { outcome: Outcome };

/**
 * Writes down what became of some, and ends the dispatches that have nothing more to wait for. Those are locked first, so that
 * of two nodes that write the last two devices of one, the second sees what the first has written. What was claimed again
 * since belongs to whoever did.
 */
export async function record({ sql, clock }: Pick<AppContext, 'sql' | 'clock'>, came: Came[]): Promise<void> {
  if (came.length === 0) return;
  const gone = came.flatMap(({ device, outcome }) => (outcome.state === 'gone' ? [device] : []));
  await sql.begin(async (tx) => {
    const now = clock.now();
    const locked = await tx<{ id: string }[]>`
      select d.id from dispatches d
      where d.id in (
        select unnest(${came.map(({ dispatchId }) => dispatchId)}::text[])
        union select w.dispatch_id from dispatch_targets w
          where w.target_id = any(${gone.map(({ id }) => id)}) and w.state in ('pending', 'accepted'))
      order by d.id for no key update`;
    // Before what is on its way to them, as whoever removes one takes them, and in one order.
    await tx`
      select from push_targets where id = any(${came.map(({ device }) => device.id)}) order by id for no key update`;
    const took = await writeOutcomes(tx, came);
    await tx`update push_targets set used_at = ${now} where id = any(${took})`;
    await forget(tx, gone);
    await end(
      tx,
      locked.map(({ id }) => id),
      now,
    );
  });
}

/** The devices that took something. */
async function writeOutcomes(tx: ConsumerTransaction, came: Came[]): Promise<string[]> {
  const rows = came.flatMap(({ dispatchId, attempts, device, outcome }) =>
    outcome.state === 'gone' ? [] : [{ dispatchId, attempts, deviceId: device.id, ...columnsOf(outcome) }],
  );
  const written = await tx<{ id: string; state: string }[]>`
    update dispatch_targets w set state = o.state, next_attempt_at = coalesce(o."nextAttemptAt", w.next_attempt_at),
      ticket = coalesce(o.ticket, w.ticket), receipt_due_at = o."receiptDueAt", error = o.error
    from jsonb_to_recordset(${tx.json(rows as never)}) as o ("dispatchId" text, attempts integer, "deviceId" text,
      state text, "nextAttemptAt" timestamptz, ticket text, "receiptDueAt" timestamptz, error text)
    where w.dispatch_id = o."dispatchId" and w.target_id = o."deviceId" and w.attempts = o.attempts
      and w.state in ('pending', 'accepted')
    returning w.target_id as id, w.state`;
  return written.flatMap(({ id, state }) => (state === 'accepted' || state === 'delivered' ? [id] : []));
}

function columnsOf(outcome: Exclude<Outcome, { state: 'gone' }>) {
  if (outcome.state === 'withdrawn') return { state: 'failed', error: outcome.reason };
  return outcome;
}

/** Unless it has said itself anew in the meantime. */
async function forget(tx: ConsumerTransaction, gone: Claimed['device'][]): Promise<void> {
  if (gone.length === 0) return;
  await tx`
    delete from push_targets t using jsonb_to_recordset(${tx.json(gone as never)}) as g (id text, keys text)
    where t.id = g.id and t.keys is not distinct from g.keys`;
}

/** By what its devices say. One that none is left of went to nobody; one that nobody cared for any more says why. */
export async function end(tx: ConsumerTransaction | AppContext['sql'], ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await (tx as ConsumerTransaction)`
    update dispatches d set state = found.state, reason = case found.state when 'suppressed' then found.error end,
      ended_at = ${now}
    from (
      select one.id, case
          when bool_or(w.state = 'delivered') then 'delivered'
          when count(w.target_id) = 0 then 'no_targets'
          when bool_and(w.error = any(${[...reasons]})) then 'suppressed'
          else 'failed' end as state, min(w.error) as error
      from unnest(${ids}::text[]) as one (id) left join dispatch_targets w on w.dispatch_id = one.id
      group by one.id having not coalesce(bool_or(w.state in ('pending', 'accepted')), false)
    ) found
    where d.id = found.id and d.state = 'accepted'`;
}
