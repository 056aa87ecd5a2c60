import type { AppContext } from '../app-context.ts';
import { revocations } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';

type Revocation = typeof revocations.$inferSelect;
type NewRevocation = Pick<typeof revocations.$inferInsert, 'kind' | 'subject' | 'conversationId'>;

/** Writes it down for all nodes and applies it at once on this one. */
export async function recordRevocation(app: AppContext, tx: Transaction, revocation: NewRevocation): Promise<void> {
  const [row] = await tx.db.insert(revocations).values(revocation).returning();
  if (row !== undefined) tx.afterCommit(() => applyRevocation(app, row));
}

/** What must end now, because of something taken back. */
export function applyRevocation(app: AppContext, revocation: Revocation): void {
  if (revocation.kind === 'session') app.realtime.disconnect({ sessionId: revocation.subject });
  if (revocation.kind === 'user') app.realtime.disconnect({ userId: revocation.subject });
}
