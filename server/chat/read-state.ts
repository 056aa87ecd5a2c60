import type { MarkReadResult } from '#lib/contract/chat.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { sql } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { Fault } from '../errors.ts';
import { accessConversation } from './access.ts';
import { conversationRead } from './events.ts';

/** Moves the person's cursor to a message that they have seen; forward only, so late calls of other tabs do no harm. */
export async function markRead(
  app: AppContext,
  principal: UserPrincipal,
  { conversationId, lastSeenMessageId }: { conversationId: string; lastSeenMessageId: string },
): Promise<MarkReadResult> {
  await accessConversation(app, principal, conversationId);
  return app.transaction(async (tx) => {
    const [row] = await tx.db.execute<{ lastReadSeq: number; applied: boolean }>(sql`
      with seen as (select seq from messages where conversation_id = ${conversationId} and id = ${lastSeenMessageId}),
      moved as (
        update conversation_members m set last_read_seq = seen.seq from seen
        where m.conversation_id = ${conversationId} and m.member_id = ${principal.userId} and m.left_at is null
          and m.last_read_seq < seen.seq
        returning m.last_read_seq
      )
      select coalesce(moved.last_read_seq, m.last_read_seq) as "lastReadSeq", moved.last_read_seq is not null as applied
      from seen left join moved on true
      join conversation_members m on m.conversation_id = ${conversationId} and m.member_id = ${principal.userId}`);
    if (row === undefined) throw new Fault('impossible_value', "That message isn't in this conversation.");
    const { applied, lastReadSeq } = row;
    if (applied) await conversationRead(tx, principal.userId, { conversationId, lastReadSeq });
    return { ok: true, applied, lastReadSeq };
  });
}
