import { sql } from 'drizzle-orm';
import type { Organization } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { lockOwned } from './lock.ts';
import { readOrganization } from './read.ts';

export async function renameOrganization(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, name }: { organizationId: string; name: string },
): Promise<Organization> {
  await app.transaction(async (tx) => {
    await lockOwned(tx, principal, organizationId);
    await tx.db.execute(sql`update organizations set name = ${name} where id = ${organizationId}`);
  });
  return readOrganization(app, principal, organizationId);
}

/** What is older goes at the next nightly run, for good: an owner's to decide. */
export async function setRetention(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, messageDays }: { organizationId: string; messageDays: number | null },
): Promise<Organization> {
  await app.transaction(async (tx) => {
    await lockOwned(tx, principal, organizationId);
    await tx.db.execute(sql`update organizations set message_days = ${messageDays} where id = ${organizationId}`);
  });
  return readOrganization(app, principal, organizationId);
}
