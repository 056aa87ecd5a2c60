import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';

/** Removes what has served: sessions a week after their end, used-up tickets, links that nobody opened, old revocations and answers. */
export function sweepAccounts(app: AppContext): Job {
  return {
    name: 'sweep-accounts',
    cron: '17 * * * *',
    run: async () => {
      await app.sql`delete from sessions where least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '7 days'`;
      await app.sql`delete from connect_tickets where expires_at < now()`;
      await app.sql`delete from password_links where expires_at < now()`;
      await app.sql`delete from invitations where expires_at < now() - interval '7 days'`;
      await app.sql`delete from revocations where at < now() - interval '1 day'`;
      await app.sql`delete from operations where created_at < now() - interval '7 days'`;
    },
  };
}
