import { sandboxContext, type ContextRef } from '#lib/contexts.ts';
import type { Message } from '#lib/contract/chat.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { append } from '../realtime/event-log.ts';
import { previewOf } from './present.ts';

/** On the sandbox's context, for the members of the new conversation only. */
export function conversationCreated(tx: Transaction, sandboxId: string, conversationId: string): Promise<number> {
  const payload = { conversationId };
  return append(tx, { kind: 'sandbox', sandboxId }, { type: 'conversation.created', payload, about: conversationId });
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
 * Tells the lists of those who don't have the conversation open. Ephemeral: a list is read again after every reconnect, so
 * nothing is written per message or member.
 */
export function tellActivity(app: AppContext, sandboxId: string, message: Message): void {
  app.realtime.tell({
    context: sandboxContext(sandboxId),
    event: 'conversation.activity',
    about: message.conversationId,
    payload: {
      conversationId: message.conversationId,
      messageId: message.id,
      senderId: message.senderId,
      head: message.seq,
      lastActivityAt: message.createdAt,
      preview: previewOf(message),
    },
  });
}
