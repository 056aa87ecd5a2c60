import type { AppContext } from '#server/app-context.ts';
import { must } from '#lib/std/must.ts';
import type { Device, Receipts } from '../transport.ts';
import { record, type Came, type Outcome } from './record.ts';
import type { SendingDeps } from './send.ts';

/** As many are asked for together. */
const batchSize = 300;
/** A node that dies with these in its hands is noticed by this. */
const leaseMs = 120_000;
const againMs = 15 * 60_000;
/** Services forget what became of a push after a day. */
const keptMs = 24 * 3_600_000;

interface Awaited {
  dispatchId: string;
  attempts: number;
  device: Device;
  ticket: string;
  /** When it was sent on its way. */
  sentAt: Date;
}

/** Asks what became of what was accepted a while ago, and says when the next are due. */
export async function checkReceipts(deps: SendingDeps): Promise<{ checked: number; nextAt: Date | null }> {
  let checked = 0;
  for (;;) {
    const due = await claim(deps);
    for (const [kind, some] of Map.groupBy(due, ({ device }) => device.kind)) await settle(deps, kind, some);
    checked += due.length;
    if (due.length < batchSize) return { checked, nextAt: await nextDueAt(deps) };
  }
}

function claim({ sql, clock }: Pick<AppContext, 'sql' | 'clock'>): Promise<Awaited[]> {
  const now = clock.now();
  return sql<Awaited[]>`
    with due as materialized (
      select w.dispatch_id, w.target_id from dispatch_targets w where w.state = 'accepted' and w.receipt_due_at <= ${now}
      order by w.receipt_due_at limit ${batchSize} for update skip locked
    ), taken as (
      update dispatch_targets w set receipt_due_at = ${new Date(now.getTime() + leaseMs)}
      from due where w.dispatch_id = due.dispatch_id and w.target_id = due.target_id
      returning w.dispatch_id, w.target_id, w.attempts, w.ticket
    )
    select taken.dispatch_id as "dispatchId", taken.attempts, taken.ticket, d.due_at as "sentAt",
      jsonb_build_object('id', t.id, 'kind', t.kind, 'address', t.address, 'keys', t.keys) as device
    from taken join push_targets t on t.id = taken.target_id join dispatches d on d.id = taken.dispatch_id`;
}

async function settle(deps: SendingDeps, kind: Device['kind'], due: Awaited[]): Promise<void> {
  const receipts = await ask(deps, kind, due);
  const now = deps.clock.now();
  const came: Came[] = due.map((awaited) => ({ ...awaited, outcome: outcomeOf(awaited, receipts, now) }));
  for (const { outcome } of came) {
    if (outcome.state === 'failed') deps.log.warn({ error: outcome.error }, 'A push was accepted and never arrived.');
  }
  await record(deps, came);
}

/** What can't be found out now is asked again. */
async function ask({ transports, log }: SendingDeps, kind: Device['kind'], due: Awaited[]): Promise<Receipts> {
  try {
    return await transports[kind].receipts(due.map(({ ticket }) => ticket));
  } catch (err) {
    log.error({ err, kind }, 'What became of pushes could not be found out; it is asked again.');
    return new Map();
  }
}

function outcomeOf({ ticket, sentAt }: Awaited, receipts: Receipts, now: Date): Outcome {
  const receipt = receipts.get(ticket);
  if (receipt === undefined) {
    if (now.getTime() - sentAt.getTime() > keptMs) return { state: 'failed', error: 'no_receipt' };
    return { state: 'accepted', ticket, receiptDueAt: new Date(now.getTime() + againMs) };
  }
  if (receipt.outcome === 'failed') return { state: 'failed', error: must(receipt.error, 'why it failed') };
  return { state: receipt.outcome };
}

async function nextDueAt({ sql }: Pick<AppContext, 'sql'>): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(receipt_due_at) as at from dispatch_targets where state = 'accepted'`;
  return row?.at ?? null;
}
