import type { AppContext } from '#server/app-context.ts';
import { isLive } from '../live-devices.ts';
import type { Device } from '../transport.ts';
import { waitMaxMs } from './schedule.ts';

/** A node that dies with a push in its hands is noticed by this: longer than any handing takes. */
const leaseMs = 120_000;

/** One dispatch and one device, in the hands of this node until its lease ends. */
export interface Claimed {
  dispatchId: string;
  attempts: number;
  device: Device;
  /** False: its owner has signed out there. */
  isLive: boolean;
}

type Deps = Pick<AppContext, 'sql' | 'clock'>;

/** Takes what is due on its way to devices: as many as there is room for. */
export async function claimDue({ sql, clock }: Deps, room: number): Promise<Claimed[]> {
  if (room <= 0) return [];
  const now = clock.now();
  return sql<Claimed[]>`
    with due as materialized (
      select w.dispatch_id, w.target_id from dispatch_targets w where w.state = 'pending' and ${isDue(sql, now)}
      order by w.next_attempt_at limit ${room} for update skip locked
    ), taken as (
      update dispatch_targets w set attempts = w.attempts + 1, next_attempt_at = ${new Date(now.getTime() + leaseMs)}
      from due where w.dispatch_id = due.dispatch_id and w.target_id = due.target_id
      returning w.dispatch_id, w.target_id, w.attempts
    )
    select taken.dispatch_id as "dispatchId", taken.attempts, ${isLive(sql, now)} as "isLive",
      jsonb_build_object('id', t.id, 'kind', t.kind, 'address', t.address, 'keys', t.keys) as device
    from taken join push_targets t on t.id = taken.target_id order by taken.dispatch_id, t.id`;
}

/** When the next is due; null when nothing waits. */
export async function nextDueAt({ sql }: Deps): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(next_attempt_at) as at from dispatch_targets where state = 'pending'`;
  return row?.at ?? null;
}

/** No wait is so long as the second: what has one was written by a clock that was ahead. */
function isDue(sql: AppContext['sql'], now: Date) {
  const ahead = new Date(now.getTime() + waitMaxMs + leaseMs);
  return sql`(w.next_attempt_at <= ${now} or w.next_attempt_at > ${ahead})`;
}
