import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { DeliveryFailedInput, DeliveryFailedResult } from '#lib/contract/approvals.ts';
import { memberIdOf, type BotPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';

interface Outcome {
  outcome: 'reverted' | 'nothing' | 'not_found';
  sandboxId: string;
  resolutionId: string | null;
}

/**
 * An agent says that a decision never reached what waited for it: the question is open again, or over if its time has passed.
 * A report that comes late or twice finds nothing to undo.
 */
export async function reportDeliveryFailed(
  app: AppContext,
  principal: BotPrincipal,
  input: DeliveryFailedInput,
): Promise<DeliveryFailedResult> {
  const { conversationId, messageId, groupId, reason = null } = input;
  const { outcome, sandboxId, resolutionId } = await revert(app, principal, input);
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'nothing') return { ok: true, reverted: false };
  app.log.warn({ conversationId, messageId, groupId, resolutionId, reason }, "A decision didn't reach its agent.");
  app.realtime.wake([conversationContext(sandboxId, conversationId), sandboxContext(sandboxId)]);
  // It may have only a moment left.
  app.expiry.wake();
  return { ok: true, reverted: true };
}

/** One round trip, like a decision. */
async function revert(
  { sql, clock }: AppContext,
  principal: BotPrincipal,
  { conversationId, messageId, groupId, resolutionId = null }: DeliveryFailedInput,
): Promise<Outcome> {
  const [row] = await sql<Outcome[]>`
    select outcome, in_sandbox as "sandboxId", resolution_id as "resolutionId"
    from revert_action(
      ${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${groupId}, ${resolutionId}, ${clock.now()})`;
  return must(row, 'an outcome from revert_action');
}
