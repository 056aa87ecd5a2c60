import type { AppContext } from '#server/app-context.ts';
import { leaseLifeMs } from '../lease.ts';
import { nextOf, spokenOf } from '../deliveries/due.ts';
import type { DeliveryRow } from '../deliveries/present.ts';

/** A node that dies with a request under way is noticed by this: longer than a request may take. */
const claimMs = 60_000;

/** One endpoint gets no more than these at once, however many of its conversations have something for it. */
const perEndpoint = 8;

export interface Claimed extends DeliveryRow {
  sandboxId: string;
  lane: 'log' | 'urgent';
  /** Before this try. */
  mayHaveArrivedBefore: boolean;
  url: string;
  /** Sealed. */
  secret: string;
  previousSecret: string | null;
}

/** How many requests to each endpoint are under way here. */
export type Busy = ReadonlyMap<string, number>;

/**
 * Takes what is due at endpoints: as many as there is room for, and of one endpoint not more than it can be given at once.
 * A bot whose stream is open gets its deliveries there; one that was stopped, or whose owner is disabled, gets none.
 */
export async function claimDue(
  { sql, clock }: Pick<AppContext, 'sql' | 'clock'>,
  busy: Busy,
  room: number,
): Promise<Claimed[]> {
  const now = clock.now();
  const claims = sql<Claimed[]>`
    with due as materialized (
      select next.id, e.url, e.secret, case when e.previous_until > ${now} then e.previous_secret end as "previousSecret"
      from ${open(sql, now)}
      cross join lateral (
        ${nextOf(sql, sql`e.sandbox_id`, { now, max: freeAt(sql, busy) })}
      ) next
      where next.next_attempt_at <= ${now}
      order by next.next_attempt_at, next.id limit ${room}
    ), locked as materialized (
      select d.id, d.maybe_arrived from deliveries d join due on due.id = d.id
      where d.state in ('pending', 'sent') and d.next_attempt_at <= ${now}
      for update of d skip locked
    ), taken as (
      update deliveries d set state = 'sent', attempts = attempts + 1, maybe_arrived = true,
        next_attempt_at = ${new Date(now.getTime() + claimMs)}
      from locked where d.id = locked.id
      returning d.*
    )
    select spoken.*, t.sandbox_id as "sandboxId", t.lane, locked.maybe_arrived as "mayHaveArrivedBefore", due.url,
      due.secret, due."previousSecret"
    from (${spokenOf(sql)}) spoken join taken t on t.id = spoken.id join locked on locked.id = t.id
    join due on due.id = t.id`;
  return claims;
}

/** When the next is due at any endpoint; null when nothing waits for that. */
export async function nextDueAt({ sql, clock }: Pick<AppContext, 'sql' | 'clock'>, busy: Busy): Promise<Date | null> {
  const now = clock.now();
  const [row] = await sql<{ at: Date | null }[]>`
    select min(next.next_attempt_at) as at
    from ${open(sql, now)}
    cross join lateral (
      ${nextOf(sql, sql`e.sandbox_id`, { now, max: freeAt(sql, busy) })}
    ) next`;
  return row?.at ?? null;
}

/** The endpoints that are spoken to now, as `e`. */
function open(sql: AppContext['sql'], now: Date) {
  const heardSince = new Date(now.getTime() - leaseLifeMs);
  return sql`bot_endpoints e
    join sandboxes s on s.id = e.sandbox_id and s.status not in ('stopped', 'destroying', 'destroyed')
      and e.disabled_at is null
    join users owner on owner.id = s.owner_id and (s.organization_id is not null or owner.disabled_at is null)
      and not exists (select from bot_streams b
        where b.sandbox_id = e.sandbox_id and b.lease <> '' and b.taken_at > ${heardSince})`;
}

function freeAt(sql: AppContext['sql'], busy: Busy) {
  return sql`greatest(0, ${perEndpoint} - coalesce((${sql.json(Object.fromEntries(busy))} ->> e.sandbox_id)::int, 0))`;
}
