import type { AppContext } from '../app-context.ts';
import { revocations } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';

export type Revocation = typeof revocations.$inferSelect;
type NewRevocation = Pick<typeof revocations.$inferInsert, 'kind' | 'subject' | 'conversationId'>;

/** Other nodes look at once when this is nudged, and within two seconds when it is lost. */
export const revocationsTopic = 'revocations';

/** Writes it down for all nodes and applies it at once on this one. */
export async function recordRevocation(app: AppContext, tx: Transaction, revocation: NewRevocation): Promise<void> {
  await recordRevocations(app, tx, [revocation]);
}

/** One statement, however many. */
export async function recordRevocations(app: AppContext, tx: Transaction, some: NewRevocation[]): Promise<void> {
  if (some.length === 0) return;
  const rows = await tx.db.insert(revocations).values(some).returning();
  tx.afterCommit(() => {
    for (const row of rows) app.revocations.apply(row);
    app.realtime.nudge(revocationsTopic);
  });
}

/** What must end or be asked again now, because of something taken back. */
export function applyRevocation({ realtime }: Pick<AppContext, 'realtime'>, { kind, subject }: Revocation): void {
  switch (kind) {
    case 'session':
      return realtime.disconnect({ sessionId: subject });
    case 'user':
      return realtime.disconnect({ userId: subject });
    case 'api_key':
    case 'bot_key':
      return realtime.disconnect({ keyId: subject });
    case 'member':
      return realtime.recheck(subject);
  }
}
