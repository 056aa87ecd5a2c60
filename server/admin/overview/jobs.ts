import type { Sql } from '#server/db/client.ts';

export interface FailingJob {
  name: string;
  attempts: number;
}

/** Work of the timetable that failed the last time, and waits to be tried again. */
export function failingJobs(sql: Sql): Promise<FailingJob[]> {
  return sql<FailingJob[]>`
    select task_identifier as name, max(attempts)::int as attempts from graphile_worker.jobs
    where last_error is not null group by task_identifier order by task_identifier`;
}
