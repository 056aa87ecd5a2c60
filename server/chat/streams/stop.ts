import { conversationContext } from '#lib/contexts.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';

/**
 * A reader has read enough. The agent hears of it at once, or with its next append, and has a few seconds to say a last word;
 * then the message is ended without it. What has ended is stopped already.
 */
export async function requestStop(
  { sql, clock, realtime }: AppContext,
  principal: Participant,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<{ ok: true }> {
  const [row] = await sql<{ outcome: 'requested' | 'repeated' | 'closed' | 'not_found'; sandboxId: string | null }[]>`
    select request_stop(${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${clock.now()}) as outcome,
      (select sandbox_id from conversations where id = ${conversationId}) as "sandboxId"`;
  const { outcome, sandboxId = null } = row ?? {};
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'requested' && sandboxId !== null) realtime.wake([conversationContext(sandboxId, conversationId)]);
  return { ok: true };
}
