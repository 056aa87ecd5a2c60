import { sql } from 'drizzle-orm';
import type { OrganizationMember, OrganizationRole } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault, notFound } from '#server/errors.ts';
import { refuseLastOwner } from './last-owner.ts';
import { lockOwned, lockRun, ownersOnly } from './lock.ts';
import { readMember } from './members.ts';

interface Place {
  organizationId: string;
  userId: string;
}

/** Admins decide who else is one; who owns it, owners decide, as long as one of them stays. */
export async function setRole(
  app: AppContext,
  principal: UserPrincipal,
  { role, ...place }: Place & { role: OrganizationRole },
): Promise<OrganizationMember> {
  await app.transaction(async (tx) => {
    const organization = await lockRun(tx, principal, place.organizationId);
    const before = await roleOf(tx, place);
    if (before === role) return;
    if ((before === 'owner' || role === 'owner') && !organization.mayOwn) throw ownersOnly();
    if (before === 'owner') await refuseLastOwner(tx, place);
    await write(tx, place, role);
  });
  return readMember(app, place);
}

/**
 * To somebody who is in it: they own it, and whoever hands it over runs it with them from then on. An operator who isn't in it
 * names an owner and takes nothing from the others.
 */
export async function handOver(app: AppContext, principal: UserPrincipal, place: Place): Promise<OrganizationMember> {
  if (place.userId === principal.userId) throw new Fault('impossible_value', 'Hand it over to somebody else.');
  await app.transaction(async (tx) => {
    const { role } = await lockOwned(tx, principal, place.organizationId);
    await roleOf(tx, place);
    await write(tx, place, 'owner');
    if (role !== 'owner') return;
    const self = { organizationId: place.organizationId, userId: principal.userId };
    await refuseLastOwner(tx, self);
    await write(tx, self, 'admin');
  });
  return readMember(app, place);
}

/** Of somebody who is in it. */
export async function roleOf(tx: Transaction, { organizationId, userId }: Place): Promise<OrganizationRole> {
  const [row] = await tx.db.execute<{ role: OrganizationRole }>(sql`
    select role from organization_members where organization_id = ${organizationId} and user_id = ${userId}`);
  if (row === undefined) throw notFound();
  return row.role;
}

async function write(tx: Transaction, { organizationId, userId }: Place, role: OrganizationRole): Promise<void> {
  await tx.db.execute(sql`
    update organization_members set role = ${role} where organization_id = ${organizationId} and user_id = ${userId}`);
}
