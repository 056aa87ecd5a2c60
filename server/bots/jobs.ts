import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';

/** Removes deliveries a week after they were acknowledged or over; open ones wait for their bot however long it is away. */
export function sweepDeliveries(app: AppContext): Job {
  return {
    name: 'sweep-deliveries',
    cron: '37 * * * *',
    run: async () => {
      const weekAgo = new Date(app.clock.now().getTime() - 7 * 86_400_000);
      await app.sql`
        delete from deliveries
        where (state = 'acknowledged' and acknowledged_at < ${weekAgo}) or (state = 'dead' and dies_at < ${weekAgo})`;
    },
  };
}
