import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';

/**
 * A reader has read enough. The agent hears of it with its next append and has a few seconds to say a last word; then the
 * message is ended without it. What has ended is stopped already.
 */
export async function requestStop(
  { sql, clock }: AppContext,
  principal: Participant,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<{ ok: true }> {
  const [row] = await sql<{ outcome: 'requested' | 'repeated' | 'closed' | 'not_found' }[]>`
    select request_stop(${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${clock.now()}) as outcome`;
  if (row?.outcome === 'not_found') throw notFound();
  return { ok: true };
}
