import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { tellActivity } from '../events.ts';
import { notYours } from './not-yours.ts';
import { readMessages } from './read.ts';

interface Outcome {
  outcome: 'deleted' | 'repeated' | 'forbidden' | 'not_found';
  sandboxId: string;
  head: number;
  isLast: boolean;
  /** Did it ask anything that was open before this? */
  asked: boolean;
}

/**
 * Leaves a tombstone in its place, for its author. Events and deliveries hold no text, so what was said is gone from them
 * with the row's content. Deleting what is deleted is done already.
 */
export async function deleteMessage(
  app: AppContext,
  principal: Participant,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<{ ok: true }> {
  const [row] = await app.sql<Outcome[]>`
    select outcome, sandbox_id as "sandboxId", head, is_last as "isLast", exists (
      select from approvals
      where conversation_id = ${conversationId} and message_id = ${messageId} and state = 'pending'
    ) as asked
    from delete_message(${conversationId}, ${memberIdOf(principal)}, ${messageId})`;
  const { outcome, sandboxId, head, isLast, asked } = must(row, 'an outcome from delete_message');
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw notYours();
  if (outcome === 'deleted') {
    app.realtime.wake([conversationContext(sandboxId, conversationId), ...(asked ? [sandboxContext(sandboxId)] : [])]);
  }
  if (isLast || outcome === 'deleted') {
    const [message] = await readMessages(app.sql, conversationId, [messageId]);
    tellActivity(app, sandboxId, { message: must(message, 'the tombstone'), head, isLast });
  }
  return { ok: true };
}
