import type { Delivery, DeliveryType } from '#lib/contract/bots.ts';
import type { Decision, FileBlock, InputBlock } from '#lib/contract/blocks.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { blocksOf } from '#server/chat/messages/blocks.ts';
import { must } from '#lib/std/must.ts';

/** A delivery with what it speaks of, as that stands now. */
export interface DeliveryRow {
  id: string;
  type: DeliveryType;
  /** How often it was taken to be sent, this time included. */
  attempts: number;
  failures: number;
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
  editedAt: Date | null;
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
  detail: { memberId: string; emoji: string } | null;
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
    case 'message.updated':
      return messageUpdated(row);
    case 'message.deleted':
      return messageDeleted(row);
    case 'reaction.added':
      return reactionAdded(row);
  }
}

function conversationCreated({ id, conversationId, title, createdBy, isFirst, createdAt }: DeliveryRow): Delivery {
  const type = 'conversation.created';
  return { id, type, conversationId, title, createdBy, isFirst, createdAt: createdAt.toISOString() };
}

function messageCreated(row: DeliveryRow): Delivery | null {
  const said = saidIn(row);
  if (said === null) return null;
  const sentAt = must(row.sentAt, 'a time of sending').toISOString();
  return { id: row.id, type: 'message.created', ...said, sentAt, ...replyOf(row) };
}

function messageUpdated(row: DeliveryRow): Delivery | null {
  const said = saidIn(row);
  if (said === null || row.editedAt === null) return null;
  return { id: row.id, type: 'message.updated', ...said, updatedAt: row.editedAt.toISOString() };
}

/** Null: it was deleted, or never held anything that an agent could take up. */
function saidIn({ conversationId, messageId, senderId, content, files, deletedAt }: DeliveryRow) {
  if (messageId === null || content === null || deletedAt !== null) return null;
  const text = textOf(content);
  const blocks = blocksOf({ content, files });
  const attachments = blocks.flatMap((block) => (block.type === 'attachment' ? [deliveredFile(block)] : []));
  if (text.trim() === '' && attachments.length === 0) return null;
  const from = must(senderId, 'a sender');
  const attached = attachments.length === 0 ? {} : { attachments };
  return { conversationId, messageId, text, content: blocks, ...attached, from };
}

function messageDeleted({ id, conversationId, messageId, senderId, deletedAt }: DeliveryRow): Delivery | null {
  if (messageId === null || senderId === null || deletedAt === null) return null;
  const type = 'message.deleted';
  return { id, type, conversationId, messageId, from: senderId, deletedAt: deletedAt.toISOString() };
}

/** Told as it was, also when it has been taken back since. */
function reactionAdded({ id, conversationId, messageId, deletedAt, detail }: DeliveryRow): Delivery | null {
  if (messageId === null || deletedAt !== null || detail === null) return null;
  const { memberId, emoji } = detail;
  return { id, type: 'reaction.added', conversationId, messageId, from: memberId, emoji };
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
