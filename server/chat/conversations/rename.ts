import { sql } from 'drizzle-orm';
import type { AppContext } from '#server/app-context.ts';
import type { Participant } from '../access.ts';
import { conversationRenamed } from '../events.ts';
import { lockConversation } from './lock.ts';

/** By any member, the agent included. The title that it has already is no news. */
export function rename(
  app: AppContext,
  principal: Participant,
  { conversationId, title }: { conversationId: string; title: string },
): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const conversation = await lockConversation(tx, principal, conversationId);
    if (conversation.title === title) return { ok: true };
    const titleSeq = await conversationRenamed(tx, conversation.ref);
    await tx.db.execute(sql`
      update conversations set title = ${title}, title_seq = ${titleSeq} where id = ${conversationId}`);
    return { ok: true };
  });
}
