import type { Sql } from '../db/client.ts';

export const weekMs = 7 * 86_400_000;
/** Dropping needs the whole log for a moment. Rather than hold up everybody's messages behind a long read, try tomorrow. */
const lockWaitMs = 2_000;
const lockNotAvailable = '55P03';

/**
 * Drops the weeks that ended before the retention, whole: a partition goes in a moment, where deleting its rows would take
 * an hour and leave the disk as full. What an effect has not handled yet stays, however old it is. Rows of the DEFAULT
 * partition, where only a missed job puts any, are deleted.
 */
export async function dropOldPartitions(sql: Sql, now: Date, retentionDays: number): Promise<string[]> {
  const before = new Date(now.getTime() - retentionDays * 86_400_000);
  const partitions = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass and c.relname ~ '^events_[0-9]{4}_[0-9]{2}_[0-9]{2}$' order by c.relname`;
  const old = partitions
    .map(({ name }) => name)
    .filter((name) => mondayOf(name).getTime() + weekMs <= before.getTime());
  const dropped: string[] = [];
  for (const name of old) if (await dropPartition(sql, name)) dropped.push(name);
  await sql`
    delete from events_default e where e.at < ${before} and not exists (
      select from consumers c where e.tx >= pg_snapshot_xmin(c.cursor) and not pg_visible_in_snapshot(e.tx, c.cursor))`;
  return dropped;
}

/** False: it is still needed, or in use just now. */
async function dropPartition(sql: Sql, name: string): Promise<boolean> {
  try {
    return await dropUnused(sql, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === lockNotAvailable) return false;
    throw error;
  }
}

function dropUnused(sql: Sql, name: string): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [unhandled] = await tx`
      select from consumers c, ${tx(name)} e
      where e.tx >= pg_snapshot_xmin(c.cursor) and not pg_visible_in_snapshot(e.tx, c.cursor) limit 1`;
    if (unhandled !== undefined) return false;
    await tx`select set_config('lock_timeout', ${String(lockWaitMs)}, true)`;
    await tx`drop table ${tx(name)}`;
    return true;
  });
}

/** `events_2026_11_16` holds the week from that Monday on, in UTC. */
export function mondayOf(name: string): Date {
  return new Date(`${name.slice('events_'.length).replaceAll('_', '-')}T00:00:00Z`);
}
