import type { AppContext } from '#server/app-context.ts';
import type { Job } from '#server/jobs/runner.ts';
import { end } from './record.ts';

const hourMs = 3_600_000;

/**
 * Removes dispatches a week after their end, and words that decide once nobody could use them. A dispatch whose last device
 * was taken away while it was on its way there is ended here.
 */
export function sweepDispatches(app: AppContext): Job {
  return {
    name: 'sweep-dispatches',
    cron: '52 * * * *',
    run: async () => {
      const now = app.clock.now();
      const ago = (ms: number) => new Date(now.getTime() - ms);
      const left = await app.sql<{ id: string }[]>`
        select d.id from dispatches d where d.state = 'accepted' and d.due_at < ${ago(hourMs)} and not exists (
          select from dispatch_targets w where w.dispatch_id = d.id and w.state in ('pending', 'accepted'))`;
      await end(
        app.sql,
        left.map(({ id }) => id),
        now,
      );
      await app.sql`delete from dispatches where ended_at < ${ago(7 * 24 * hourMs)}`;
      await app.sql`delete from action_tokens where expires_at < ${ago(24 * hourMs)}`;
    },
  };
}
