import { streamedTextMax } from '#lib/contract/limits.ts';
import { memberIdOf, type BotPrincipal } from '#lib/contract/principals.ts';
import type { AppendInput, AppendResult } from '#lib/contract/streams.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { tellDelta } from '../events.ts';
import { notYours } from '../messages/not-yours.ts';

interface Outcome {
  outcome: 'appended' | 'repeated' | 'wrong_offset' | 'full' | 'closed' | 'forbidden' | 'not_found';
  sandboxId: string;
  version: number;
  length: number;
  stopRequested: boolean;
}

/**
 * What comes next in a message that its agent is still writing. It is stored when this returns, so any node can take the next
 * one and whoever opens the conversation reads it; those who have it open are told it, and nothing else.
 */
export async function appendText(app: AppContext, principal: BotPrincipal, input: AppendInput): Promise<AppendResult> {
  const { outcome, sandboxId, version, length, stopRequested } = await add(app, principal, input);
  refuse(outcome, length);
  const { conversationId, messageId, offset, text } = input;
  if (outcome === 'appended' && text !== '') {
    tellDelta(app, { sandboxId, conversationId }, { messageId, version, offset, text });
  }
  return { ok: true, length, stopRequested };
}

async function add({ sql, clock }: AppContext, principal: BotPrincipal, input: AppendInput): Promise<Outcome> {
  const { conversationId, messageId, offset, text } = input;
  const [row] = await sql<Outcome[]>`
    select outcome, sandbox_id as "sandboxId", version, text_length as length, is_stop_requested as "stopRequested"
    from append_to_message(
      ${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${offset}, ${text}, ${streamedTextMax}, ${clock.now()})`;
  return must(row, 'an outcome from append_to_message');
}

function refuse(outcome: Outcome['outcome'], length: number): void {
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw notYours();
  if (outcome === 'closed') throw new Fault('conflict', "That message isn't being written any more.");
  if (outcome === 'full') {
    throw new Fault('impossible_value', `A message can have ${streamedTextMax} characters at most.`);
  }
  if (outcome === 'wrong_offset') {
    throw new Fault('wrong_offset', 'The text ends somewhere else.', { offset: length });
  }
}
