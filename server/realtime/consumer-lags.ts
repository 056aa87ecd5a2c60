import type { Sql } from '../db/client.ts';

/** Of each effect the age of the oldest event that it has not handled yet. */
export function consumerLags(sql: Sql): Promise<{ name: string; seconds: number }[]> {
  return sql<{ name: string; seconds: number }[]>`
    select c.name, coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)::float8 as seconds
    from consumers c
    left join events e on e.tx >= pg_snapshot_xmin(c.cursor) and not pg_visible_in_snapshot(e.tx, c.cursor)
    group by c.name order by c.name`;
}
