import { and, eq, isNull, ne } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { sessions, users } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';
import { notFound } from '../errors.ts';
import { recordRevocation } from './revocations.ts';

/** All of somebody's, by another's decision. Who isn't here is not found. */
export async function endSessionsOf(app: AppContext, userId: string): Promise<void> {
  await app.transaction(async (tx) => {
    const found = await tx.db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
    if (found.length === 0) throw notFound();
    await endSessions(app, tx, { userId });
  });
}

/**
 * Ends what a person has open, here and on every node. One revocation for each session and none for the person: that one
 * would also end what they open in the next seconds, since other nodes learn of it a moment later.
 */
export async function endSessions(
  app: AppContext,
  tx: Transaction,
  { userId, except = null }: { userId: string; except?: string | null },
): Promise<void> {
  const others = except === null ? undefined : ne(sessions.id, except);
  const ended = await tx.db
    .update(sessions)
    .set({ revokedAt: app.clock.now() })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), others))
    .returning({ id: sessions.id });
  for (const { id } of ended) await recordRevocation(app, tx, { kind: 'session', subject: id });
}
