import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Transaction } from '#server/db/transaction.ts';
import type { LockedConversation } from './lock.ts';

/**
 * Of its members, who decides over the conversation: whoever began it, the owner of the agent if that is theirs alone, and
 * who runs the organization that it belongs to.
 */
export async function mayRun(
  tx: Transaction,
  { createdBy, ownerId, organizationId }: LockedConversation,
  { userId }: UserPrincipal,
): Promise<boolean> {
  if (createdBy === userId) return true;
  if (organizationId === null) return ownerId === userId;
  const rows = await tx.db.execute(sql`
    select from organization_members
    where organization_id = ${organizationId} and user_id = ${userId} and role in ('owner', 'admin')`);
  return rows.length > 0;
}
