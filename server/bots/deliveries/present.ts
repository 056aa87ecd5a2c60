import type { Delivery, DeliveryType } from '#lib/contract/bots.ts';
import type { Decision, FileBlock, InputBlock } from '#lib/contract/blocks.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { blocksOf } from '#server/chat/messages/blocks.ts';
import { must } from '#lib/std/must.ts';

/** A delivery with what it speaks of, as that stands now. */
export interface DeliveryRow {
  id: string;
  type: DeliveryType;
  conversationId: string;
  title: string | null;
  createdBy: string;
  createdAt: Date;
  isFirst: boolean;
  messageId: string | null;
  senderId: string | null;
  content: InputBlock[] | null;
  files: Omit<FileBlock, 'type'>[] | null;
  sentAt: Date | null;
  stream: 'open' | 'done' | 'interrupted' | null;
  deletedAt: Date | null;
  replyTo: string | null;
  parentSenderId: string | null;
  parentContent: InputBlock[] | null;
  /** Of the decision that it tells of. */
  resolutionId: string | null;
  groupId: string | null;
  value: Decision | null;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  revertedAt: Date | null;
  diesAt: Date | null;
}

/**
 * What the bot is told, made when it is sent: an edit made meanwhile is in it, and a deleted message is not. Null when
 * nothing is left to tell.
 */
export function bodyOf(row: DeliveryRow): Delivery | null {
  switch (row.type) {
    case 'conversation.created':
      return conversationCreated(row);
    case 'message.created':
      return messageCreated(row);
    case 'action.executed':
      return actionExecuted(row);
    case 'message.stop_requested':
      return stopRequested(row);
  }
}

function conversationCreated({ id, conversationId, title, createdBy, isFirst, createdAt }: DeliveryRow): Delivery {
  const type = 'conversation.created';
  return { id, type, conversationId, title, createdBy, isFirst, createdAt: createdAt.toISOString() };
}

function messageCreated(row: DeliveryRow): Delivery | null {
  const { id, conversationId, messageId, content, files } = row;
  if (messageId === null || content === null || row.deletedAt !== null) return null;
  const text = textOf(content);
  const blocks = blocksOf({ content, files });
  const attachments = blocks.flatMap((block) => (block.type === 'attachment' ? [deliveredFile(block)] : []));
  if (text.trim() === '' && attachments.length === 0) return null;
  return {
    id,
    type: 'message.created',
    conversationId,
    messageId,
    text,
    content: blocks,
    ...(attachments.length === 0 ? {} : { attachments }),
    from: must(row.senderId, 'a sender'),
    sentAt: must(row.sentAt, 'a time of sending').toISOString(),
    ...replyOf(row),
  };
}

/** What was undone meanwhile is not told: the question is open again. */
function actionExecuted(row: DeliveryRow): Delivery | null {
  const { id, conversationId, messageId, resolutionId, groupId, value, resolvedBy, resolvedAt, diesAt } = row;
  if (messageId === null || row.deletedAt !== null || row.revertedAt !== null) return null;
  if (resolutionId === null || groupId === null || value === null) return null;
  return {
    id,
    type: 'action.executed',
    conversationId,
    messageId,
    groupId,
    value,
    resolutionId,
    executedBy: must(resolvedBy, 'somebody who decided'),
    executedAt: must(resolvedAt, 'a time of deciding').toISOString(),
    expiresAt: must(diesAt, 'an end of its life').toISOString(),
  };
}

function stopRequested({ id, conversationId, messageId, stream }: DeliveryRow): Delivery | null {
  if (messageId === null || stream !== 'open') return null;
  return { id, type: 'message.stop_requested', conversationId, messageId };
}

function deliveredFile({ attachmentId, mimeType, size, filename }: FileBlock) {
  return { attachmentId, mimeType, size, filename };
}

function replyOf({ replyTo, parentSenderId, parentContent }: DeliveryRow) {
  if (replyTo === null) return {};
  const body = textOf(parentContent ?? []);
  return {
    inReplyToMessageId: replyTo,
    ...(body === '' ? {} : { inReplyToBody: body }),
    ...(parentSenderId === null ? {} : { inReplyToSender: parentSenderId }),
  };
}
