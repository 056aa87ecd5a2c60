import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';

/** Devices whose session has ended are told nothing from then on; here their rows go. */
export function sweepDevices(app: AppContext): Job {
  return {
    name: 'sweep-devices',
    cron: '47 * * * *',
    run: async () => {
      await app.sql`
        delete from push_targets t using sessions s
        where s.id = t.session_id and (s.revoked_at is not null or s.expires_at <= ${app.clock.now()})`;
    },
  };
}
