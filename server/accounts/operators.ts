import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';

/** Somebody must be left who can help the others in. */
export async function refuseLastOperator(tx: Transaction, userId: string): Promise<void> {
  // One at a time: two operators that take each other out in the same moment would both find the other one there.
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('operators'))`);
  const [row] = await tx.db.execute<{ isLast: boolean }>(sql`
    select is_operator and disabled_at is null and not exists (
      select from users other where other.id <> u.id and other.is_operator and other.disabled_at is null
    ) as "isLast" from users u where u.id = ${userId}`);
  if (row?.isLast === true) throw new Fault('last_operator', 'The last operator has to stay.');
}
