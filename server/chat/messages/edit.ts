import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { EditInput, EditResult, Message } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { tellActivity } from '../events.ts';
import { notYours } from './not-yours.ts';
import { readMessages } from './read.ts';

interface Outcome {
  outcome: 'edited' | 'repeated' | 'conflict' | 'deleted' | 'forbidden' | 'not_found';
  sandboxId: string;
  head: number;
  isLast: boolean;
  /** Did it ask anything that was open before this? */
  asked: boolean;
}

/**
 * Replaces what a message says, by its author only. A person says which version they had before them; an agent may say when
 * it wrote the edit. Who comes too late is told what stands there, and nothing is lost.
 */
export async function edit(app: AppContext, principal: Participant, input: EditInput): Promise<EditResult> {
  const { conversationId, messageId } = input;
  const done = await replace(app, principal, input);
  refuse(done);
  if (done.outcome === 'edited') app.realtime.wake(contextsOf(input, done));
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  const edited = must(message, 'the message as it stands');
  if (done.outcome === 'conflict') throw stale(edited);
  if (done.outcome === 'edited' && done.isLast) tellActivity(app, done.sandboxId, { message: edited, head: done.head });
  return { messageId, message: edited };
}

/** The list of what waits may have changed with what is asked. */
function contextsOf({ conversationId, content }: EditInput, { sandboxId, asked }: Outcome): string[] {
  const asks = asked || content.some(({ type }) => type === 'actions');
  return [conversationContext(sandboxId, conversationId), ...(asks ? [sandboxContext(sandboxId)] : [])];
}

/** One round trip: lock, membership, author, version, the old words put aside, the new ones, and the event. */
async function replace({ sql, clock }: AppContext, principal: Participant, input: EditInput): Promise<Outcome> {
  const { conversationId, messageId, content, expectedVersion = null, timestamp } = input;
  const at = timestamp === undefined ? null : new Date(Math.min(timestamp, clock.now().getTime()));
  const [row] = await sql<Outcome[]>`
    select outcome, sandbox_id as "sandboxId", version, head, is_last as "isLast", exists (
      select from approvals
      where conversation_id = ${conversationId} and message_id = ${messageId} and state = 'pending'
    ) as asked
    from edit_message(
      ${conversationId}, ${memberIdOf(principal)}, ${messageId}, ${sql.json(content)}, ${expectedVersion}, ${at})`;
  return must(row, 'an outcome from edit_message');
}

function refuse({ outcome }: Outcome): void {
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw notYours();
  if (outcome === 'deleted') throw new Fault('conflict', 'That message was deleted.');
}

function stale({ version, content }: Message): Fault {
  const conflict = { version, content };
  return new Fault('edit_conflict', 'That message was changed meanwhile. Look at it again.', { conflict });
}
