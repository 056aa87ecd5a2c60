import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { Job } from '#server/jobs/runner.ts';
import { lastDays } from '../days.ts';

/** Notifications are swept a week after their end; so many days of them are whole. */
const wholeDays = 6;

/**
 * Writes down how many notifications went and failed, a day each, before they are swept. A day is counted anew each time, so
 * that it may be done twice; what was deleted meanwhile with its conversation stays counted.
 */
export function countPushes({ sql, clock }: AppContext): Job {
  return {
    name: 'count-pushes',
    cron: '44 * * * *',
    run: async () => {
      await sql`
        insert into daily_figures as f (day, name, count)
        select day, name, count from (${pushesOf(sql, lastDays(clock.now(), wholeDays))}) counted
        on conflict (name, day) do update set count = greatest(f.count, excluded.count)`;
    },
  };
}

/** Of these days, one after the other and the oldest first. */
export function pushesOf(sql: Sql, days: string[]) {
  return sql`
    select to_char(ended_at at time zone 'utc', 'YYYY-MM-DD')::date as day,
      case state when 'failed' then 'pushes.failed' else 'pushes.sent' end as name, count(*)::int as count
    from dispatches where state in ('delivered', 'failed') and ended_at >= ${new Date(`${days[0]}T00:00:00Z`)} group by 1, 2`;
}
