import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { sessions, users } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';
import { newPepper } from './new-person.ts';
import { refuseLastOperator } from './operators.ts';
import { recordRevocation } from './revocations.ts';

/** Nothing of theirs is lost, and nothing opens: sessions, tokens and keys of theirs and of their agents. */
export async function disablePerson(app: AppContext, userId: string): Promise<void> {
  const now = app.clock.now();
  await app.transaction(async (tx) => {
    await refuseLastOperator(tx, userId);
    const changed = await tx.db
      .update(users)
      .set({ disabledAt: now, pepper: newPepper() })
      .where(and(eq(users.id, userId), isNull(users.disabledAt)))
      .returning({ id: users.id });
    if (changed.length === 0) await refuseUnchanged(tx, userId, 'They are disabled already.');
    const live = and(eq(sessions.userId, userId), isNull(sessions.revokedAt));
    await tx.db.update(sessions).set({ revokedAt: now }).where(live);
    for (const onDisable of app.onDisable) await onDisable(tx, { userId });
    await recordRevocation(app, tx, { kind: 'user', subject: userId });
  });
}

/** Keys open again; sessions have ended for good. */
export async function enablePerson(app: AppContext, userId: string): Promise<void> {
  await app.transaction(async (tx) => {
    const changed = await tx.db
      .update(users)
      .set({ disabledAt: null })
      .where(and(eq(users.id, userId), isNotNull(users.disabledAt)))
      .returning({ id: users.id });
    if (changed.length === 0) await refuseUnchanged(tx, userId, 'They are not disabled any more.');
  });
}

/** Of two who decide the same in the same moment, the second is told. */
async function refuseUnchanged(tx: Transaction, userId: string, sentence: string): Promise<never> {
  const found = await tx.db.select({ id: users.id }).from(users).where(eq(users.id, userId));
  throw found.length === 0 ? notFound() : new Fault('conflict', sentence);
}
