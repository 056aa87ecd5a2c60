import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';

/**
 * Removes deliveries a week after they were acknowledged or over, and those that were given up after a month, in which they
 * can be made to go again; open ones wait for their bot however long it is away.
 */
export function sweepDeliveries(app: AppContext): Job {
  return {
    name: 'sweep-deliveries',
    cron: '37 * * * *',
    run: async () => {
      const daysAgo = (days: number) => new Date(app.clock.now().getTime() - days * 86_400_000);
      await app.sql`
        delete from deliveries
        where (state = 'acknowledged' and acknowledged_at < ${daysAgo(7)})
          or (state = 'dead' and died_at < case lane when 'urgent' then ${daysAgo(7)} else ${daysAgo(30)} end)`;
    },
  };
}
