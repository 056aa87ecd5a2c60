import type { Overview } from '#lib/contract/admin/overview.ts';
import type { Day } from '#lib/contract/admin/figures.ts';
import type { AppContext } from '#server/app-context.ts';
import type { FigureName } from '../figures/consume.ts';
import { pushesOf } from '../figures/pushes.ts';

type Name = FigureName | 'pushes.sent' | 'pushes.failed';

interface Row {
  day: string;
  name: Name;
  count: number;
}

/** As they were counted; of the pushes the last two days as they stand, which nobody may have counted yet. */
export async function readDays(
  { sql }: AppContext,
  days: string[],
): Promise<Pick<Overview, 'messages' | 'approvals' | 'pushes'>> {
  const rows = await sql<Row[]>`
    select to_char(day, 'YYYY-MM-DD') as day, name, max(count) as count from (
      select day, name, count from daily_figures where day >= ${days[0] ?? ''}::date
      union all (${pushesOf(sql, days.slice(-2))})
    ) known group by day, name`;
  const known = new Map(rows.map(({ day, name, count }) => [`${day} ${name}`, count]));
  const on = (day: string | undefined, name: Name) => known.get(`${day} ${name}`) ?? 0;
  const perDay = (...names: Name[]): Day[] =>
    days.map((day) => ({ day, count: names.reduce((sum, name) => sum + on(day, name), 0) }));
  const today = days.at(-1);
  return {
    messages: perDay('messages'),
    approvals: {
      days: perDay('approvals.allowed', 'approvals.denied', 'approvals.expired'),
      deniedToday: on(today, 'approvals.denied'),
      expiredToday: on(today, 'approvals.expired'),
    },
    pushes: {
      days: perDay('pushes.sent'),
      failed: perDay('pushes.failed').reduce((sum, { count }) => sum + count, 0),
    },
  };
}
