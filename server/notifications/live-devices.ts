import type { Sql } from '../db/client.ts';
import type { Device } from './transport.ts';

/** For a statement that has `push_targets t`: those that may be told something now. */
export function isLive(sql: Sql, now: Date) {
  return sql`
    exists (select from users u where u.id = t.user_id and u.disabled_at is null)
    and (t.session_id is null or exists (
      select from sessions s where s.id = t.session_id and s.revoked_at is null and s.expires_at > ${now}))`;
}

/** Where people can be told something: not where they have signed out, and nowhere while they are disabled. */
export async function liveDevicesOf(
  sql: Sql,
  userIds: string[],
  { now }: { now: Date },
): Promise<(Device & { userId: string })[]> {
  if (userIds.length === 0) return [];
  return sql<(Device & { userId: string })[]>`
    select t.id, t.user_id as "userId", t.kind, t.address, t.keys
    from push_targets t where t.user_id = any(${userIds}) and ${isLive(sql, now)} order by t.id`;
}

/** They have taken something. */
export async function noteUse(sql: Sql, ids: string[], now: Date): Promise<void> {
  if (ids.length > 0) await sql`update push_targets set used_at = ${now} where id = any(${ids})`;
}

/** Their service knows them no more. */
export async function forgetDevices(sql: Sql, ids: string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from push_targets where id = any(${ids})`;
}
