import { conversationContext } from '#lib/contexts.ts';
import type { MessageFailedInput, MessageFailedResult, RedeliverResult } from '#lib/contract/deliveries.ts';
import { memberIdOf, type BotPrincipal, type UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';

/** Its author has a message that was given up go on its way once more, as it stands now. Twice is as good as once. */
export async function redeliver(
  { sql, clock, realtime }: AppContext,
  principal: UserPrincipal,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<RedeliverResult> {
  const [row] = await sql<{ outcome: 'redelivered' | 'nothing' | 'forbidden' | 'not_found'; sandboxId: string }[]>`
    select outcome, in_sandbox as "sandboxId"
    from redeliver_message(${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${clock.now()})`;
  const { outcome, sandboxId } = must(row, 'an outcome from redeliver_message');
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw new Fault('forbidden', 'Only who wrote a message has it delivered again.');
  if (outcome === 'redelivered') realtime.wake([conversationContext(sandboxId, conversationId)]);
  return { ok: true, redelivered: outcome === 'redelivered' };
}

/** An agent got a message and could do nothing with it: people are told that it never reached what it was meant for. */
export async function reportMessageFailed(
  { sql, clock, log, realtime }: AppContext,
  principal: BotPrincipal,
  { conversationId, messageId, deliveryId = null, reason = null }: MessageFailedInput,
): Promise<MessageFailedResult> {
  const [row] = await sql<{ outcome: 'failed' | 'nothing' | 'not_found'; sandboxId: string }[]>`
    select outcome, in_sandbox as "sandboxId"
    from report_message_failed(${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${deliveryId}, ${clock.now()})`;
  const { outcome, sandboxId } = must(row, 'an outcome from report_message_failed');
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'nothing') return { ok: true, noted: false };
  log.warn({ conversationId, messageId, reason }, 'An agent could do nothing with a message.');
  realtime.wake([conversationContext(sandboxId, conversationId)]);
  return { ok: true, noted: true };
}
