import { conversationContext } from '#lib/contexts.ts';
import type { InputBlock } from '#lib/contract/blocks.ts';
import type { EditInput, EditResult } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { tellActivity } from '../events.ts';
import { notYours } from './not-yours.ts';
import { blocksOf } from '../present.ts';
import { readMessages } from './read.ts';

interface Outcome {
  outcome: 'edited' | 'repeated' | 'conflict' | 'deleted' | 'forbidden' | 'not_found';
  sandboxId: string;
  version: number;
  content: InputBlock[];
  head: number;
  isLast: boolean;
}

/**
 * Replaces what a message says, by its author only. A person says which version they had before them; an agent may say when
 * it wrote the edit. Who comes too late is told what stands there, and nothing is lost.
 */
export async function edit(app: AppContext, principal: Participant, input: EditInput): Promise<EditResult> {
  const { conversationId, messageId } = input;
  const done = await replace(app, principal, input);
  refuse(done);
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  const edited = must(message, 'the message that was edited');
  if (done.outcome === 'edited') {
    app.realtime.wake([conversationContext(done.sandboxId, conversationId)]);
    if (done.isLast) tellActivity(app, done.sandboxId, { message: edited, head: done.head });
  }
  return { messageId, message: edited };
}

/** One round trip: lock, membership, author, version, the old words put aside, the new ones, and the event. */
async function replace({ sql, clock }: AppContext, principal: Participant, input: EditInput): Promise<Outcome> {
  const { conversationId, messageId, content, expectedVersion = null, timestamp } = input;
  const at = timestamp === undefined ? null : new Date(Math.min(timestamp, clock.now().getTime()));
  const [row] = await sql<Outcome[]>`
    select outcome, sandbox_id as "sandboxId", version, content, head, is_last as "isLast"
    from edit_message(
      ${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${sql.json(content)}, ${expectedVersion}, ${at})`;
  return must(row, 'an outcome from edit_message');
}

function refuse({ outcome, version, content }: Outcome): void {
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw notYours();
  if (outcome === 'deleted') throw new Fault('conflict', 'That message was deleted.');
  if (outcome === 'conflict') {
    const conflict = { version, content: blocksOf({ content }) };
    throw new Fault('edit_conflict', 'That message was changed meanwhile. Look at it again.', { conflict });
  }
}
