import { sql } from 'drizzle-orm';
import type { OrganizationRole } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault, notFound } from '#server/errors.ts';

export interface LockedOrganization {
  id: string;
  name: string;
  /** Null: an operator who isn't in it. */
  role: OrganizationRole | null;
  /** Owners, and operators in their place. */
  mayOwn: boolean;
}

/**
 * For changes of who is in it and of itself. Its row is locked before roles are read, so that of two who change who runs it the
 * second finds what the first did. It comes before the locks on conversations, sandboxes and people.
 */
export async function lockOrganization(
  tx: Transaction,
  { userId, isOperator }: UserPrincipal,
  organizationId: string,
): Promise<LockedOrganization> {
  const [row] = await tx.db.execute<{ name: string }>(sql`
    select name from organizations where id = ${organizationId} for no key update`);
  const [own] = await tx.db.execute<{ role: OrganizationRole }>(sql`
    select role from organization_members where organization_id = ${organizationId} and user_id = ${userId}`);
  const role = own?.role ?? null;
  if (row === undefined || (role === null && !isOperator)) throw notFound();
  return { id: organizationId, name: row.name, role, mayOwn: role === 'owner' || isOperator };
}

/** For whoever runs it. To a member of it there is nothing to run. */
export async function lockRun(
  tx: Transaction,
  principal: UserPrincipal,
  organizationId: string,
): Promise<LockedOrganization> {
  const organization = await lockOrganization(tx, principal, organizationId);
  if (!organization.mayOwn && organization.role !== 'admin') throw notFound();
  return organization;
}

/** For its owners. Its admins see it, and are told. */
export async function lockOwned(
  tx: Transaction,
  principal: UserPrincipal,
  organizationId: string,
): Promise<LockedOrganization> {
  const organization = await lockRun(tx, principal, organizationId);
  if (!organization.mayOwn) throw ownersOnly();
  return organization;
}

export function ownersOnly(): Fault {
  return new Fault('forbidden', 'Only an owner of the organization may do that.');
}
