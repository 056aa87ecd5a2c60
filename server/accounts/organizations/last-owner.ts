import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault } from '#server/errors.ts';

/**
 * Behind the lock: somebody must be left who can hand it on. An owner who is disabled can't, so they don't count; that nobody
 * but such a one is left is an operator's doing, and theirs to mend.
 */
export async function refuseLastOwner(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  const others = await tx.db.execute(sql`
    select from organization_members m join users u on u.id = m.user_id and u.disabled_at is null
    where m.organization_id = ${organizationId} and m.role = 'owner' and m.user_id <> ${userId} limit 1`);
  if (others.length === 0) throw lastOwner();
}

export function lastOwner(): Fault {
  return new Fault('last_owner', 'The last owner has to stay. Hand the organization over first.');
}
