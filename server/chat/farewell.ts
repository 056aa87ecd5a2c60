import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/transaction.ts';

/**
 * A person goes: their agents and those agents' conversations go with their row, and they leave those of others. Everything
 * is locked in the order that a send and a read keep, before anything is written.
 */
export async function farewell(tx: Transaction, { userId }: { userId: string }): Promise<void> {
  await tx.db.execute(sql`
    select from conversations
    where sandbox_id in (select id from sandboxes where owner_id = ${userId})
      or id in (select conversation_id from conversation_members where member_id = ${userId})
    order by id for update`);
  await tx.db.execute(sql`select from sandboxes where owner_id = ${userId} order by id for update`);
  await tx.db.execute(sql`delete from conversation_members where member_id = ${userId}`);
}
