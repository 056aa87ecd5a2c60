import type { AppContext } from '#server/app-context.ts';
import type { Job } from '#server/jobs/runner.ts';
import { forgetOldMessages } from './forget.ts';

/** A night's work: what a first retention of a large organization leaves goes in the nights after. */
const most = 100_000;

/** What organizations keep no longer. */
export function forgetByAge(app: AppContext): Job {
  return {
    name: 'forget-by-age',
    cron: '15 3 * * *',
    run: async () => {
      const forgotten = await forgetOldMessages(app, { most });
      if (forgotten > 0) app.log.info({ forgotten }, 'messages older than their organizations keep them were deleted');
    },
  };
}
