import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/transaction.ts';
import type { AppContext } from '../app-context.ts';
import { Fault, notFound } from '../errors.ts';

/** Whether somebody runs this installation. It holds from their next request on. Of two who decide the same, the second is told. */
export async function setOperator(app: AppContext, userId: string, isOperator: boolean): Promise<void> {
  await app.transaction(async (tx) => {
    if (!isOperator) await refuseLastOperator(tx, userId);
    const changed = await tx.db.execute(sql`
      update users set is_operator = ${isOperator} where id = ${userId} and is_operator <> ${isOperator} returning id`);
    if (changed.length > 0) return;
    const found = await tx.db.execute(sql`select from users where id = ${userId}`);
    if (found.length === 0) throw notFound();
    throw new Fault('conflict', isOperator ? 'They are an operator already.' : 'They are no operator any more.');
  });
}

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
