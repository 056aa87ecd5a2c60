import type { Sql } from '../db/client.ts';
import { mondayOf, weekMs } from './retention.ts';

export interface Partition {
  name: string;
  /** Null: what found no other place. */
  from: Date | null;
  to: Date | null;
  /** As the database estimates it; null: it has not counted yet. */
  rows: number | null;
  bytes: number;
}

/** The weeks of the log that are there, and the ones made ahead. */
export async function readPartitions(sql: Sql): Promise<Partition[]> {
  const partitions = await sql<{ name: string; rows: number; bytes: number }[]>`
    select c.relname as name, c.reltuples::bigint as rows, pg_total_relation_size(c.oid) as bytes
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass order by c.relname`;
  return partitions.map(({ name, rows, bytes }) => {
    const from = /^events_[0-9]/.test(name) ? mondayOf(name) : null;
    const to = from === null ? null : new Date(from.getTime() + weekMs);
    return { name, from, to, rows: rows < 0 ? null : rows, bytes };
  });
}
