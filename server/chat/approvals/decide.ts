import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { ExecuteActionInput, ExecuteActionResult } from '#lib/contract/approvals.ts';
import type { Decision, Resolved } from '#lib/contract/blocks.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { readMessages } from '../messages/read.ts';

interface Outcome {
  outcome:
    | 'decided'
    | 'repeated'
    | 'already'
    | 'expired'
    | 'withdrawn'
    | 'impossible'
    | 'forbidden'
    | 'operation_id_reused'
    | 'not_found';
  sandboxId: string;
  resolutionId: string | null;
  value: Decision;
  resolvedBy: string;
  resolvedAt: Date;
}

/**
 * Answers an agent's question. The first answer stands; whoever gives the same one again, since the acknowledgement was lost,
 * gets it again. What follows from it hangs on its event, which is committed with it.
 */
export async function executeAction(
  app: AppContext,
  principal: UserPrincipal,
  input: ExecuteActionInput,
): Promise<ExecuteActionResult> {
  const { conversationId, messageId, groupId } = input;
  const done = await decide(app, principal, input);
  if (done.outcome === 'expired') app.expiry.wake();
  refuse(done, groupId);
  if (done.outcome === 'decided') {
    app.realtime.wake([conversationContext(done.sandboxId, conversationId), sandboxContext(done.sandboxId)]);
  }
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  const shown = must(message, 'the message that was decided on');
  const resolved = must(resolvedOf(done, groupId), 'the decision');
  return { ok: true, messageId, content: shown.content, resolved, message: shown };
}

/** One round trip: locks, membership, repeat, rights, state, the decision and its events. */
async function decide(
  { sql, clock }: AppContext,
  { userId }: UserPrincipal,
  { conversationId, messageId, groupId, value, operationId }: ExecuteActionInput,
): Promise<Outcome> {
  const hash = hashOf([conversationId, messageId, groupId, value]);
  const [row] = await sql<Outcome[]>`
    select outcome, in_sandbox as "sandboxId", resolution_id as "resolutionId", value, resolved_by as "resolvedBy",
      resolved_at as "resolvedAt"
    from decide_action(
      ${conversationId}, ${userId}, ${messageId}, ${groupId}, ${value}, ${ulid()}, ${clock.now()}, 
      ${operationId ?? null}, ${hash})`;
  return must(row, 'an outcome from decide_action');
}

function refuse(done: Outcome, groupId: string): void {
  switch (done.outcome) {
    case 'decided':
    case 'repeated':
      return;
    case 'not_found':
      throw notFound();
    case 'forbidden':
      throw new Fault('forbidden', "You can read this, but you aren't one of those who decide for this agent.");
    case 'already': {
      const resolved = must(resolvedOf(done, groupId), 'the decision that stands');
      throw new Fault('approval_decided', 'This was decided already.', { resolved });
    }
    case 'expired':
      throw new Fault('approval_expired', 'Nobody decided in time, and the agent no longer waits for this.');
    case 'withdrawn':
      throw new Fault('conflict', 'The agent has taken this question back.');
    case 'impossible':
      throw new Fault('impossible_value', "That isn't one of the answers that were offered.");
    case 'operation_id_reused':
      throw new Fault('operation_id_reused', 'This operationId was used for something else before.');
  }
}

function resolvedOf({ resolutionId, value, resolvedBy, resolvedAt }: Outcome, groupId: string): Resolved | null {
  return resolutionId === null ? null : { groupId, value, resolvedBy, resolvedAt: resolvedAt.getTime(), resolutionId };
}

function hashOf(request: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
