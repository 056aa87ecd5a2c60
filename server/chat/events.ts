import { conversationContext, sandboxContext, type ContextRef, type ConversationRef } from '#lib/contexts.ts';
import type { Message } from '#lib/contract/chat.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { append } from '../realtime/event-log.ts';
import { previewOf } from './present.ts';

// What a message's life appends (created, updated, deleted, reactions) is written by the SQL functions that change it, and
// the end of conversations by the statement that ends many of them.

/** On the sandbox's context, for the members of the new conversation only. */
export function conversationCreated(tx: Transaction, sandboxId: string, conversationId: string): Promise<number> {
  const payload = { conversationId };
  return append(tx, { kind: 'sandbox', sandboxId }, { type: 'conversation.created', payload, about: conversationId });
}

/**
 * For whoever was added to one that was there before. Not named as a reader beyond its members: the event shows the
 * conversation as it is when it is read, which is nothing for somebody who has left again.
 */
export function conversationOpened(
  tx: Transaction,
  { sandboxId, conversationId }: ConversationRef,
  added: { memberId: string; head: number; joinedAt: number },
): Promise<number> {
  const payload = { conversationId, ...added };
  return append(tx, { kind: 'sandbox', sandboxId }, { type: 'conversation.created', payload, about: conversationId });
}

/** Without the title: it is joined when the event is read. */
export function conversationRenamed(tx: Transaction, { sandboxId, conversationId }: ConversationRef): Promise<number> {
  const event = { type: 'conversation.renamed', payload: { conversationId }, about: conversationId };
  return append(tx, { kind: 'sandbox', sandboxId }, event);
}

/** Whoever left is no member any more, and the one whom it concerns most. */
export function conversationLeft(
  tx: Transaction,
  { sandboxId, conversationId }: ConversationRef,
  memberId: string,
): Promise<number> {
  const payload = { conversationId, memberId };
  const event = { type: 'conversation.left', payload, about: conversationId, alsoTo: [memberId] };
  return append(tx, { kind: 'sandbox', sandboxId }, event);
}

export function memberJoined(tx: Transaction, ref: ConversationRef, memberId: string): Promise<number> {
  return append(tx, ref, { type: 'member.joined', payload: { memberId } });
}

export function memberLeft(tx: Transaction, ref: ConversationRef, memberId: string): Promise<number> {
  return append(tx, ref, { type: 'member.left', payload: { memberId } });
}

/** For the reader's own other tabs and devices. */
export function conversationRead(
  tx: Transaction,
  userId: string,
  read: { conversationId: string; lastReadSeq: number },
): Promise<number> {
  const ref: ContextRef = { kind: 'user', userId };
  return append(tx, ref, { type: 'conversation.read', payload: { ...read, memberId: userId } });
}

/**
 * Tells the lists of those who don't have the conversation open what its last message is now: a new one, or the same one
 * edited or deleted, by the position of what happened; and of one before it that it was deleted, since it may have counted as
 * unread. Ephemeral: a list is read again after every reconnect, so nothing is
 * written per message or member.
 */
export function tellActivity(
  app: AppContext,
  sandboxId: string,
  { message, head, isLast = true }: { message: Message; head: number; isLast?: boolean },
): void {
  app.realtime.tell({
    context: sandboxContext(sandboxId),
    event: 'conversation.activity',
    about: message.conversationId,
    payload: {
      conversationId: message.conversationId,
      messageId: message.id,
      senderId: message.senderId,
      seq: message.seq,
      head,
      lastActivityAt: message.createdAt,
      preview: isLast ? previewOf(message) : null,
    },
  });
}

/** Kept nowhere: whoever comes later was not there to see it. */
export function tellTyping(
  app: AppContext,
  ref: Pick<ConversationRef, 'sandboxId' | 'conversationId'>,
  { memberId, isTyping, activity }: { memberId: string; isTyping: boolean; activity?: string | undefined },
): void {
  const context = conversationContext(ref.sandboxId, ref.conversationId);
  const at = activity === undefined ? {} : { activity };
  app.realtime.tell(
    isTyping
      ? { context, event: 'typing', payload: { memberId, ...at } }
      : { context, event: 'typing.stop', payload: { memberId } },
  );
}

/** What a streamed message has grown by. Whoever missed it reads the message, which has it. */
export function tellDelta(
  app: AppContext,
  ref: Pick<ConversationRef, 'sandboxId' | 'conversationId'>,
  payload: EventPayload<'message.delta'>,
): void {
  const context = conversationContext(ref.sandboxId, ref.conversationId);
  app.realtime.tell({ context, event: 'message.delta', payload });
}
