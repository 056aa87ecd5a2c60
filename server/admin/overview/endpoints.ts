import type { Sql } from '#server/db/client.ts';

/** From the third time on people are told, too, that a message is late. */
const failuresMin = 3;
/** More than anybody looks at one by one; the page of the deliveries has them all. */
const namedMax = 20;

export interface FailingEndpoint {
  sandboxId: string;
  label: string;
  waiting: number;
  since: Date | null;
  nextTryAt: Date | null;
  failure: string | null;
  disabledWhy: 'gone' | 'operator' | null;
}

/** Those that take nothing, and those to which nothing is sent any more although something waits for them. */
export function failingEndpoints(sql: Sql): Promise<FailingEndpoint[]> {
  return sql<FailingEndpoint[]>`
    with stuck as (
      select d.sandbox_id, count(*) as waiting, min(d.created_at) as since, max(d.failures) as failures,
        min(d.next_attempt_at) filter (where d.failures > 0) as next_try,
        (array_agg(d.id order by d.failures desc, d.id))[1] as worst
      from deliveries d join bot_endpoints e on e.sandbox_id = d.sandbox_id
      where d.state in ('pending', 'sent') group by d.sandbox_id
    )
    select s.id as "sandboxId", s.label, stuck.waiting, stuck.since,
      case when e.disabled_at is null then stuck.next_try end as "nextTryAt", e.disabled_why as "disabledWhy",
      (select a.failure from delivery_attempts a where a.delivery_id = stuck.worst order by a.n desc limit 1) as failure
    from stuck join bot_endpoints e on e.sandbox_id = stuck.sandbox_id join sandboxes s on s.id = stuck.sandbox_id
    where s.status = 'running' and (stuck.failures >= ${failuresMin} or e.disabled_at is not null)
    order by stuck.since, s.id limit ${namedMax}`;
}
