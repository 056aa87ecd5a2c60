import { eq } from 'drizzle-orm';
import { recordRevocations } from '../accounts/revocations.ts';
import type { AppContext } from '../app-context.ts';
import { botEndpoints, botKeys, botStatus, botStreams } from '../db/schema/bots.ts';

/**
 * Of a sandbox that is being destroyed: its keys open nothing any more, its stream ends, nothing is sent to its endpoint, and
 * what it said of itself goes.
 */
export async function endAgent(app: AppContext, sandboxId: string): Promise<void> {
  await app.transaction(async (tx) => {
    const keys = await tx.db.delete(botKeys).where(eq(botKeys.sandboxId, sandboxId)).returning({ id: botKeys.id });
    await tx.db.delete(botStreams).where(eq(botStreams.sandboxId, sandboxId));
    await tx.db.delete(botEndpoints).where(eq(botEndpoints.sandboxId, sandboxId));
    await tx.db.delete(botStatus).where(eq(botStatus.sandboxId, sandboxId));
    await recordRevocations(
      app,
      tx,
      keys.map(({ id }) => ({ kind: 'bot_key', subject: id })),
    );
  });
}
