import { createHash } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { conversationContext } from '#lib/contexts.ts';
import type { InputBlock } from '#lib/contract/blocks.ts';
import type { Message, SendResult } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { tellActivity } from '../events.ts';
import { presentMessage } from '../present.ts';
import { readMessages } from './read.ts';

export interface NewMessage {
  conversationId: string;
  content: InputBlock[];
  inReplyToMessageId?: string | null | undefined;
  /** The sender's own id of this send: the same id again is the same message, never a second one. */
  clientId?: string | undefined;
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
}

const nextId = monotonicFactory();

/** Acknowledged after the commit: what this returns is durable, in the log, and will reach everybody who may read it. */
export async function send(app: AppContext, principal: Participant, input: NewMessage): Promise<SendResult> {
  const outcome = await insertOrFind(app, principal, input);
  refuse(outcome.outcome);
  if (outcome.outcome === 'repeated') return answer(await stored(app, input.conversationId, outcome.id), true);
  const message = presentSent(principal, input, outcome);
  app.realtime.wake([conversationContext(outcome.sandboxId, input.conversationId)]);
  tellActivity(app, outcome.sandboxId, { message, head: message.seq });
  return answer(message, false);
}

/** What every message begins as. */
const untouched = {
  version: 1,
  editedAt: null,
  clientUpdatedAt: null,
  deletedAt: null,
  deliveryFailedAt: null,
  marks: null,
  reactionsSeq: null,
  mentions: [],
  stream: null,
  appended: null,
  approvals: null,
  files: null,
};

/** One round trip: lock, membership, repeat, message, head and event. */
async function insertOrFind({ sql }: AppContext, principal: Participant, input: NewMessage): Promise<Outcome> {
  const { conversationId, content, clientId = null, inReplyToMessageId: replyTo = null } = input;
  const [row] = await sql<Outcome[]>`
    select outcome, message_id as id, seq, sandbox_id as "sandboxId", sent_at as "createdAt",
      parent_sender_id as "parentSenderId", parent_version as "parentVersion",
      parent_deleted_at as "parentDeletedAt", parent_text as "parentText"
    from send_message(
      ${conversationId}, ${memberIdOf(principal)}, ${nextId()}, ${clientId}, ${hashOf(content, replyTo)},
      ${sql.json(content)}, ${replyTo})`;
  return must(row, 'an outcome from send_message');
}

function presentSent(principal: Participant, input: NewMessage, outcome: Outcome): Message {
  const { conversationId, content, clientId = null, inReplyToMessageId: replyTo = null } = input;
  const senderId = memberIdOf(principal);
  return presentMessage({ ...outcome, ...untouched, conversationId, senderId, clientId, content, replyTo });
}

async function stored(app: AppContext, conversationId: string, id: string): Promise<Message> {
  const [message] = await readMessages(app.sql, conversationId, [id]);
  return must(message, 'the message that was sent before');
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

/** Of what was asked for. Parsed input has its fields in the schema's order, so the same request gives the same text. */
function hashOf(content: InputBlock[], replyTo: string | null): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([content, replyTo]))
    .digest();
}
