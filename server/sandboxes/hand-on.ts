import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/transaction.ts';

/**
 * An organization's agents belong to it, not to whoever made them. Each still names a person, to whom it speaks first of its own
 * accord: when that one goes, it is handed to whoever has owned the organization longest. Behind the locks on the sandboxes.
 */
export async function handOnSandboxes(
  tx: Transaction,
  { userId, organizationId = null }: { userId: string; organizationId?: string | null },
): Promise<void> {
  await tx.db.execute(sql`
    update sandboxes s set owner_id = heir.user_id from (
      select distinct on (m.organization_id) m.organization_id, m.user_id
      from organization_members m join users u on u.id = m.user_id
      where m.user_id <> ${userId}
        and m.organization_id in (select organization_id from sandboxes where owner_id = ${userId})
      order by m.organization_id, m.role <> 'owner', u.disabled_at is not null, m.joined_at, m.user_id
    ) heir
    where s.owner_id = ${userId} and s.organization_id = heir.organization_id
      and (${organizationId}::text is null or s.organization_id = ${organizationId})`);
}

/** They decide for none of its agents any more, also if they come back. */
export async function forgetApprover(
  tx: Transaction,
  { userId, organizationId }: { userId: string; organizationId: string },
): Promise<void> {
  await tx.db.execute(sql`
    delete from sandbox_approvers a using sandboxes s
    where s.id = a.sandbox_id and s.organization_id = ${organizationId} and a.user_id = ${userId}`);
}
