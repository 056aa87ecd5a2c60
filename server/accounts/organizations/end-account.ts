import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/transaction.ts';
import { lastOwner } from './last-owner.ts';

/**
 * Before somebody's account is deleted: locks what they are in. Where they are the only owner and others are with them nothing
 * is deleted; those in which they are alone end with them, and are named here. Two statements, however many there are.
 */
export async function endOrganizationsOf(tx: Transaction, userId: string): Promise<string[]> {
  await tx.db.execute(sql`
    select from organizations o
    where o.id in (select organization_id from organization_members where user_id = ${userId})
    order by o.id for no key update`);
  const rows = await tx.db.execute<{ id: string; isAlone: boolean; isOrphaned: boolean }>(sql`
    select m.organization_id as id,
      not exists (select from organization_members o
        where o.organization_id = m.organization_id and o.user_id <> m.user_id) as "isAlone",
      m.role = 'owner' and not exists (select from organization_members o
        join users u on u.id = o.user_id and u.disabled_at is null
        where o.organization_id = m.organization_id and o.user_id <> m.user_id and o.role = 'owner') as "isOrphaned"
    from organization_members m where m.user_id = ${userId}`);
  if (rows.some(({ isAlone, isOrphaned }) => isOrphaned && !isAlone)) throw lastOwner();
  return rows.filter(({ isAlone }) => isAlone).map(({ id }) => id);
}

/** Behind that and behind their conversations. Their agents go with them. */
export async function removeOrganizations(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.db.execute(sql`delete from organizations where id = any(${sql.param(ids)}::text[])`);
}
