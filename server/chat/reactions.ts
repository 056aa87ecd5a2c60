import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { conversationContext } from '#lib/contexts.ts';
import type { ReactionInput } from '#lib/contract/chat.ts';
import { emojiPerMessageMax } from '#lib/contract/limits.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import { Fault, notFound } from '../errors.ts';
import type { Participant } from './access.ts';

interface Outcome {
  outcome: 'done' | 'operation_id_reused' | 'too_many' | 'deleted' | 'not_found';
  sandboxId: string;
  operationId: string | null;
  isChanged: boolean;
  isRepeated: boolean;
}

/** `created` is false when the reaction was there before, or this operation was. */
export async function addReaction(
  app: AppContext,
  principal: Participant,
  input: ReactionInput,
): Promise<{ id: string; created: boolean }> {
  const { operationId, isChanged, isRepeated } = await change(app, principal, { ...input, adds: true });
  return { id: must(operationId, 'the operation that added it'), created: isChanged && !isRepeated };
}

export async function removeReaction(
  app: AppContext,
  principal: Participant,
  input: ReactionInput,
): Promise<{ removed: boolean; id: string | null }> {
  const { operationId, isChanged } = await change(app, principal, { ...input, adds: false });
  return { removed: isChanged, id: operationId };
}

/** One round trip, like a send. */
async function change(
  { sql, realtime }: AppContext,
  principal: Participant,
  { conversationId, messageId, emoji, operationId, adds }: ReactionInput & { adds: boolean },
): Promise<Outcome> {
  // An operation without an id of the caller's own can't come again, so nothing is kept of it.
  const hash = operationId === undefined ? null : hashOf([conversationId, messageId, emoji, adds]);
  const [row] = await sql<Outcome[]>`
    select outcome, sandbox_id as "sandboxId", operation_id as "operationId", is_changed as "isChanged",
      is_repeated as "isRepeated"
    from change_reaction(
      ${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${emoji}, ${adds}, ${operationId ?? ulid()}, ${hash})`;
  const done = must(row, 'an outcome from change_reaction');
  refuse(done);
  if (done.isChanged && !done.isRepeated) realtime.wake([conversationContext(done.sandboxId, conversationId)]);
  return done;
}

function refuse({ outcome }: Outcome): void {
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'deleted') throw new Fault('conflict', 'That message was deleted.');
  if (outcome === 'too_many') {
    throw new Fault('impossible_value', `A message has at most ${emojiPerMessageMax} different reactions.`);
  }
  if (outcome === 'operation_id_reused') {
    throw new Fault('operation_id_reused', 'This operationId was used for something else before.');
  }
}

function hashOf(request: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
