import { eq, sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { operations, users } from '../db/schema/accounts.ts';
import { notFound } from '../errors.ts';
import { confirmPassword } from './confirm.ts';
import { refuseLastOperator } from './operators.ts';
import { endOrganizationsOf, removeOrganizations } from './organizations/end-account.ts';
import { recordRevocation } from './revocations.ts';

/** The person and all that was theirs. What hangs on their row goes with it; the log keeps ids and no word. */
export async function deleteAccount(app: AppContext, principal: UserPrincipal, password: string): Promise<void> {
  await confirmPassword(app, principal, password);
  await deletePerson(app, principal.userId);
}

export async function deletePerson(app: AppContext, userId: string): Promise<void> {
  await app.transaction(async (tx) => {
    await refuseLastOperator(tx, userId);
    const ending = await endOrganizationsOf(tx, userId);
    for (const beforeDelete of app.onDelete) await beforeDelete(tx, { userId });
    const found = await tx.db.execute(sql`select from users where id = ${userId} for update`);
    if (found.length === 0) throw notFound();
    await removeOrganizations(tx, ending);
    await tx.db.delete(operations).where(eq(operations.memberId, userId));
    await tx.db.delete(users).where(eq(users.id, userId));
    await recordRevocation(app, tx, { kind: 'user', subject: userId });
  });
}
