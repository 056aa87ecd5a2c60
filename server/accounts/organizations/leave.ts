import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { notFound } from '#server/errors.ts';
import { recordRevocation } from '../revocations.ts';
import { refuseLastOwner } from './last-owner.ts';
import { lockOrganization, lockRun, ownersOnly } from './lock.ts';
import { roleOf } from './roles.ts';

interface Place {
  organizationId: string;
  userId: string;
}

export function leaveOrganization(
  app: AppContext,
  principal: UserPrincipal,
  organizationId: string,
): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const { role } = await lockOrganization(tx, principal, organizationId);
    if (role === null) throw notFound();
    const place = { organizationId, userId: principal.userId };
    if (role === 'owner') await refuseLastOwner(tx, place);
    await takeOut(app, tx, place);
    return { ok: true };
  });
}

/** Whoever runs it takes out members and admins, owners also each other. */
export function removeMember(app: AppContext, principal: UserPrincipal, place: Place): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const organization = await lockRun(tx, principal, place.organizationId);
    if ((await roleOf(tx, place)) === 'owner') {
      if (!organization.mayOwn) throw ownersOnly();
      await refuseLastOwner(tx, place);
    }
    await takeOut(app, tx, place);
    return { ok: true };
  });
}

/** With all that being in it opened: here in one transaction, and on open sockets of every node within seconds. */
async function takeOut(app: AppContext, tx: Transaction, place: Place): Promise<void> {
  const { organizationId, userId } = place;
  await tx.db.execute(sql`
    delete from organization_members where organization_id = ${organizationId} and user_id = ${userId}`);
  for (const takeBack of app.onLeave) await takeBack(tx, place);
  await recordRevocation(app, tx, { kind: 'member', subject: userId });
}
