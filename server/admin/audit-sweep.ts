import type { AppContext } from '../app-context.ts';
import { sweepAuditEntries } from '../audit/list.ts';
import type { Job } from '../jobs/runner.ts';

/** Removes what was done longer ago than operators want to know. */
export function sweepAudit(app: AppContext): Job {
  return {
    name: 'sweep-audit',
    cron: '22 3 * * *',
    run: async () => void (await sweepAuditEntries(app.sql, app.settings.current().auditDays)),
  };
}
