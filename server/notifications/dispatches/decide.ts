import { conversationContext, presencePathOf } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import type { ConsumerTransaction } from '#server/realtime/consumer.ts';
import { readFacts, type Facts } from './facts.ts';
import { openGates } from './gate.ts';
import { reasonAgainst } from './reasons.ts';

export type DecidingDeps = Pick<AppContext, 'sql' | 'clock' | 'log' | 'realtime'>;

/** As many are decided together. */
const batchSize = 100;
/** What is being written is looked at so often while somebody waits to be told of it. */
const gateEveryMs = 1_000;
/** What another node has in hand at this moment. */
const againMs = 200;
/** Nothing waits longer than this: what seems to was written by a clock that was ahead, and is due. */
const aheadMaxMs = 60_000;

interface Due {
  id: string;
  userId: string;
  sandboxId: string;
  conversationId: string | null;
}

/**
 * Decides what is due: whether it goes, and then to which devices. Each in the transaction that writes a row for every one of
 * those, so that a crash leaves it undecided or whole. Of several nodes the rows' locks make one do it.
 */
export async function decideDue(deps: DecidingDeps): Promise<{ decided: number; nextAt: Date | null }> {
  let decided = 0;
  await openGates(deps, deps.clock.now());
  for (;;) {
    const due = await findDue(deps);
    const present = await findPresent(deps, due);
    const settled = await settle(
      deps,
      due.map(({ id }) => id),
      present,
    );
    decided += settled;
    if (due.length < batchSize || settled === 0) return { decided, nextAt: await nextAt(deps) };
  }
}

async function findDue({ sql, clock }: DecidingDeps): Promise<Due[]> {
  return sql<Due[]>`
    select d.id, d.user_id as "userId", d.sandbox_id as "sandboxId", d.conversation_id as "conversationId"
    from dispatches d where d.state = 'pending' and ${isDue(sql, clock.now())} order by d.due_at limit ${batchSize}`;
}

/** Of a waiting dispatch `d`. */
function isDue(sql: AppContext['sql'], now: Date) {
  return sql`(d.due_at <= ${now} or d.due_at > ${new Date(now.getTime() + aheadMaxMs)})`;
}

/** Those who look at the conversation on any device, of any node. If that can't be found out, they are told. */
async function findPresent({ realtime, log }: DecidingDeps, due: Due[]): Promise<Set<string>> {
  const looks = due.map(async ({ id, userId, sandboxId, conversationId }) => {
    if (conversationId === null) return null;
    const path = presencePathOf(conversationContext(sandboxId, conversationId));
    try {
      return (await realtime.isUserInContext(userId, path)) ? id : null;
    } catch (err) {
      log.warn({ err }, 'Whether somebody looks could not be found out, so they are told.');
      return null;
    }
  });
  return new Set((await Promise.all(looks)).filter((id) => id !== null));
}

/** Locked first and read after, so that what has come since is seen: a newer message, a reading, a decision. */
async function settle(deps: DecidingDeps, ids: string[], present: Set<string>): Promise<number> {
  if (ids.length === 0) return 0;
  const { sql, clock } = deps;
  return sql.begin(async (tx) => {
    const now = clock.now();
    const locked = await tx<{ id: string }[]>`
      select d.id from dispatches d where d.id = any(${ids}) and d.state = 'pending' and ${isDue(sql, now)}
      order by d.id for update skip locked`;
    const lockedIds = locked.map(({ id }) => id);
    if (lockedIds.length === 0) return 0;
    const facts = await readFacts(deps, lockedIds, tx);
    await write(
      tx,
      [...facts.values()].map((one) => verdictOn(one, { now, isPresent: present.has(one.id) })),
      now,
    );
    return lockedIds.length;
  });
}

interface Verdict {
  id: string;
  state: 'accepted' | 'suppressed' | 'no_targets';
  reason: string | null;
  deviceIds: string[];
}

function verdictOn(facts: Facts, at: { now: Date; isPresent: boolean }): Verdict {
  const { id, deviceIds } = facts;
  const reason = reasonAgainst(facts, at);
  if (reason !== null) return { id, state: 'suppressed', reason, deviceIds: [] };
  return { id, state: deviceIds.length === 0 ? 'no_targets' : 'accepted', reason: null, deviceIds };
}

/** A device that is taken away in this moment is left out. */
async function write(tx: ConsumerTransaction, verdicts: Verdict[], now: Date): Promise<void> {
  await tx`
    with verdicts as materialized (
      select * from jsonb_to_recordset(${tx.json(verdicts as never)})
        as v (id text, state text, reason text, "deviceIds" jsonb)
    ), settled as (
      update dispatches d set state = v.state, reason = v.reason, due_at = ${now},
        ended_at = case when v.state <> 'accepted' then ${now}::timestamptz end
      from verdicts v where d.id = v.id
    )
    insert into dispatch_targets (dispatch_id, target_id, next_attempt_at)
    select v.id, t.id, ${now} from verdicts v join push_targets t on v."deviceIds" ? t.id for key share of t`;
}

async function nextAt({ sql, clock }: DecidingDeps): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`select min(due_at) as at from dispatches where state = 'pending'`;
  if (row === undefined || row.at === null) return null;
  const nowMs = clock.now().getTime();
  return new Date(Math.min(nowMs + gateEveryMs, Math.max(nowMs + againMs, row.at.getTime())));
}
