import type { AppContext } from '#server/app-context.ts';

type Deps = Pick<AppContext, 'sql' | 'clock'>;

/** What waits to be decided, for the devices that it is on its way to, or for what a service says became of it. */
export async function waitingFor({ sql }: Deps): Promise<{ what: string; count: number }[]> {
  return sql<{ what: string; count: number }[]>`
    select 'decision' as what, count(*) from dispatches where state = 'pending'
    union all select 'device', count(*) from dispatch_targets where state = 'pending'
    union all select 'receipt', count(*) from dispatch_targets where state = 'accepted'`;
}

/** For how long the oldest has been due that not all of its devices were handed. */
export async function lagSeconds({ sql, clock }: Deps): Promise<number> {
  const [row] = await sql<{ seconds: number | null }[]>`
    select extract(epoch from ${clock.now()}::timestamptz - least(
      (select min(due_at) from dispatches where state = 'pending'),
      (select min(d.due_at) from dispatch_targets w join dispatches d on d.id = w.dispatch_id where w.state = 'pending')
    ))::float8 as seconds`;
  return Math.max(0, row?.seconds ?? 0);
}

/** In the last hour, by how they ended. */
export async function endedLately({ sql, clock }: Deps): Promise<{ state: string; count: number }[]> {
  return sql<{ state: string; count: number }[]>`
    select one.state, count(d.id)
    from unnest(array['delivered', 'suppressed', 'no_targets', 'failed']) one (state)
    left join dispatches d on d.state = one.state and d.ended_at > ${new Date(clock.now().getTime() - 3_600_000)}
    group by one.state`;
}
