import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';
import { dropOldPartitions } from './retention.ts';

/** Weeks of the log that are made ahead: a month without this job, and events still find their partition. */
const weeksAhead = 4;

export function makePartitions(app: AppContext): Job {
  return {
    name: 'make-event-partitions',
    cron: '5 2 * * *',
    run: async () => void (await app.sql`select make_event_partitions(${weeksAhead})`),
  };
}

export function dropPartitions(app: AppContext): Job {
  return {
    name: 'drop-event-partitions',
    cron: '35 2 * * *',
    run: async () => {
      const dropped = await dropOldPartitions(app.sql, app.clock.now(), app.settings.current().eventDays);
      if (dropped.length > 0) app.log.info({ dropped }, 'weeks of the event log were dropped');
    },
  };
}
