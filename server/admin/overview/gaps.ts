import { must } from '#lib/std/must.ts';
import type { Sql } from '#server/db/client.ts';

/** Newest events whose contexts are looked at, and how many events of each. */
const newestMax = 500;
const perContext = 100;

/**
 * Positions that are missing in the logs that were written last, by arithmetic: from the first to the last of them there are
 * as many numbers as there are rows. The log promises that this is none, so another answer is a fault of ours.
 */
export async function countGaps(sql: Sql): Promise<number> {
  const [row] = await sql<{ gaps: number }[]>`
    with newest as (select context, seq from events order by tx desc limit ${newestMax}),
    heads as (select context, max(seq) as head from newest group by context)
    select coalesce(sum(looked.gaps), 0)::int as gaps from heads h cross join lateral (
      select max(e.seq) - min(e.seq) + 1 - count(*) as gaps from events e
      where e.context = h.context and e.seq > h.head - ${perContext} and e.seq <= h.head) looked`;
  return must(row, 'the gaps').gaps;
}
