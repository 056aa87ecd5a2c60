import { createHash } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { InputBlock } from '#lib/contract/blocks.ts';
import type { Message, SendResult } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { beginningMax } from '#lib/realtime/reply-preview.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { pooledRandom } from '#server/pooled-random.ts';
import type { Participant } from '../access.ts';
import { titleOf } from '../conversations/title-of.ts';
import { tellActivity } from '../events.ts';
import { presentMessage } from '../present.ts';
import { readMessages } from './read.ts';

export interface NewMessage {
  conversationId: string;
  content: InputBlock[];
  inReplyToMessageId?: string | null | undefined;
  /** The sender's own id of this send: the same id again is the same message, never a second one. */
  clientId?: string | undefined;
  /** Those whom it is meant for above the others; who isn't a member is left out. */
  mentions?: string[] | undefined;
  /** It goes on being written after this. */
  streaming?: boolean | undefined;
}

interface Outcome {
  outcome: 'sent' | 'repeated' | 'client_id_reused' | 'not_found' | 'unknown_reply';
  id: string;
  seq: number;
  sandboxId: string;
  createdAt: Date;
  parentSenderId: string | null;
  parentVersion: number | null;
  parentDeletedAt: Date | null;
  parentText: string | null;
  mentions: string[];
  /** Where in the sandbox's log it gave the conversation its title, if it did. */
  titleSeq: number | null;
}

const nextId = monotonicFactory(pooledRandom);

/** Acknowledged after the commit: what this returns is durable, in the log, and will reach everybody who may read it. */
export async function send(app: AppContext, principal: Participant, input: NewMessage): Promise<SendResult> {
  const outcome = await insertOrFind(app, principal, input);
  refuse(outcome.outcome);
  if (outcome.outcome === 'repeated') return answer(await stored(app, input.conversationId, outcome.id), true);
  const { sandboxId } = outcome;
  app.realtime.wake(touched(input, outcome));
  // Of text all is known here; what stands beside other blocks is read.
  const isText = input.content.every(({ type }) => type === 'text');
  const message = isText ? presentSent(principal, input, outcome) : await stored(app, input.conversationId, outcome.id);
  tellActivity(app, sandboxId, { message, head: message.seq });
  return answer(message, false);
}

/** What every message begins as. */
const untouched = {
  version: 1,
  editedAt: null,
  clientUpdatedAt: null,
  deletedAt: null,
  deletedWhy: null,
  deliveryFailedAt: null,
  nextTryAt: null,
  deliverySeq: null,
  marks: null,
  reactionsSeq: null,
  appended: null,
  approvals: null,
  files: null,
};

/** One round trip: lock, membership, repeat, message, head and event. */
async function insertOrFind({ sql, clock }: AppContext, principal: Participant, input: NewMessage): Promise<Outcome> {
  const { conversationId, content, clientId = null, inReplyToMessageId: replyTo = null } = input;
  const mentions = [...new Set(input.mentions)];
  const openedAt = input.streaming === true ? clock.now() : null;
  const [row] = await sql<Outcome[]>`
    select outcome, message_id as id, seq, sandbox_id as "sandboxId", sent_at as "createdAt",
      parent_sender_id as "parentSenderId", parent_version as "parentVersion",
      parent_deleted_at as "parentDeletedAt", coalesce(parent_text,
        case when parent_sender_id is not null and parent_deleted_at is null then beginning_of(${conversationId}, ${replyTo}, ${beginningMax}) end) as "parentText", mentioned as mentions,
      title_seq as "titleSeq"
    from send_message(
      ${conversationId}, ${memberIdOf(principal)}, ${nextId()}, ${clientId}, ${hashOf(input)},
      ${sql.json(content)}, ${replyTo}, ${mentions}, ${titleOf(content)}, ${openedAt})`;
  return must(row, 'an outcome from send_message');
}

/** A title and a question are told on the sandbox's log. */
function touched({ conversationId, content }: NewMessage, { sandboxId, titleSeq }: Outcome): string[] {
  const isToldThere = titleSeq !== null || content.some(({ type }) => type === 'actions');
  const conversation = conversationContext(sandboxId, conversationId);
  return isToldThere ? [conversation, sandboxContext(sandboxId)] : [conversation];
}

function presentSent(principal: Participant, input: NewMessage, outcome: Outcome): Message {
  const { conversationId, content, clientId = null, inReplyToMessageId: replyTo = null } = input;
  const senderId = memberIdOf(principal);
  const stream = input.streaming === true ? 'open' : null;
  return presentMessage({ ...outcome, ...untouched, stream, conversationId, senderId, clientId, content, replyTo });
}

async function stored(app: AppContext, conversationId: string, id: string): Promise<Message> {
  const [message] = await readMessages(app.sql, conversationId, [id]);
  return must(message, 'the message that was sent');
}

function answer(message: Message, repeated: boolean): SendResult {
  return { messageId: message.id, clientId: message.clientId, message, repeated };
}

function refuse(outcome: Outcome['outcome']): void {
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'unknown_reply') {
    throw new Fault('impossible_value', "The message that this replies to isn't in this conversation.");
  }
  if (outcome === 'client_id_reused') {
    throw new Fault('client_id_reused', 'This clientId was used for another message before.');
  }
}

/**
 * Of what was asked for. Parsed input has its fields in the schema's order, so the same request gives the same text. What isn't
 * asked for leaves no trace: a message that was kept before it could be asked for is still found.
 */
function hashOf({ content, inReplyToMessageId: replyTo = null, mentions = [], streaming = false }: NewMessage): Buffer {
  const asked = [
    content,
    replyTo,
    ...(mentions.length === 0 ? [] : [{ mentions }]),
    ...(streaming ? ['streaming'] : []),
  ];
  return createHash('sha256').update(JSON.stringify(asked)).digest();
}
