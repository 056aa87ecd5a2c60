import type { z } from 'zod';
import type { AuditPage } from '#lib/contract/audit.ts';
import type { listOrganizationAuditInputSchema } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { listAudit } from '#server/audit/list.ts';
import { accessRun } from './access.ts';

/** What was done in this organization and to its agents, the newest first. */
export async function listOrganizationAudit(
  app: AppContext,
  principal: UserPrincipal,
  input: z.infer<typeof listOrganizationAuditInputSchema>,
): Promise<AuditPage> {
  await accessRun(app, principal, input.organizationId);
  return listAudit(app.sql, input);
}
