import type { Day } from '#lib/contract/admin/figures.ts';
import type { SandboxFigures } from '#lib/contract/admin/sandboxes.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { lastDays } from '../days.ts';
import { inTrouble } from './columns.ts';

interface Counted extends Omit<SandboxFigures, 'life' | 'created' | 'destroyed'> {
  averageMs: number | null;
  medianMs: number | null;
}

/** Of all agents that there are and were. Two statements, whatever their number. */
export async function sandboxFigures(app: AppContext): Promise<SandboxFigures> {
  const [{ averageMs, medianMs, ...counts }, days] = await Promise.all([count(app), perDay(app)]);
  const life = averageMs === null || medianMs === null ? null : { averageMs, medianMs };
  const of = (what: 'created' | 'destroyed') => days.map((one): Day => ({ day: one.day, count: one[what] }));
  return { ...counts, life, created: of('created'), destroyed: of('destroyed') };
}

async function count({ sql, clock }: AppContext): Promise<Counted> {
  const now = clock.now();
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const [row] = await sql<Counted[]>`
    select count(*) filter (where s.status <> 'destroyed') as total,
      count(*) filter (where s.created_at <= ${monthAgo} and (s.destroyed_at is null or s.destroyed_at > ${monthAgo})) as "monthAgo",
      count(*) filter (where s.status = 'running') as running,
      count(*) filter (where s.status = 'starting') as starting,
      count(*) filter (where ${inTrouble(sql, now)}) as trouble,
      count(distinct coalesce(s.organization_id, s.owner_id)) filter (where s.status <> 'destroyed') as owners,
      (select count(*) from users) as people,
      extract(epoch from avg(s.destroyed_at - s.created_at))::float8 * 1000 as "averageMs",
      percentile_cont(0.5) within group (order by extract(epoch from s.destroyed_at - s.created_at)::float8) * 1000 as "medianMs"
    from sandboxes s left join bot_status r on r.sandbox_id = s.id left join bot_streams b on b.sandbox_id = s.id`;
  return must(row, 'the figures');
}

interface DayRow {
  day: string;
  created: number;
  destroyed: number;
}

function perDay({ sql, clock }: AppContext): Promise<DayRow[]> {
  const days = lastDays(clock.now());
  const first = new Date(`${days[0]}T00:00:00Z`);
  return sql<DayRow[]>`
    with made as (
      select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*) from sandboxes
      where created_at >= ${first} group by 1
    ), gone as (
      select to_char(destroyed_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*) from sandboxes
      where destroyed_at >= ${first} group by 1
    )
    select d.day, coalesce(made.count, 0) as created, coalesce(gone.count, 0) as destroyed
    from unnest(${days}::text[]) as d (day) left join made on made.day = d.day left join gone on gone.day = d.day
    order by d.day`;
}
