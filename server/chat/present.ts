import { withText } from '#lib/contract/growing-text.ts';
import { tally, type Mark } from '#lib/realtime/reactions.ts';
import { previewTextOf, shorten } from '#lib/realtime/reply-preview.ts';
import { type ConversationItem, type Message, type ReplySnapshot } from '#lib/contract/chat.ts';
import { blocksOf, type StoredContent } from './messages/blocks.ts';

/** A message as the statements of this folder select it, with the message that it replies to and who reacted to it. */
export interface MessageRow extends Required<StoredContent> {
  conversationId: string;
  id: string;
  senderId: string;
  clientId: string | null;
  seq: number;
  version: number;
  createdAt: Date;
  editedAt: Date | null;
  clientUpdatedAt: Date | null;
  deletedAt: Date | null;
  deletedWhy: 'age' | null;
  deliveryFailedAt: Date | null;
  nextTryAt: Date | null;
  deliverySeq: number | null;
  replyTo: string | null;
  parentSenderId: string | null;
  parentVersion: number | null;
  parentDeletedAt: Date | null;
  parentText: string | null;
  marks: Mark[] | null;
  reactionsSeq: number | null;
  mentions: string[];
  stream: Message['stream'];
  /** What a stream has grown by, beyond its content. */
  appended: string | null;
}

export function presentMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    senderId: row.senderId,
    clientId: row.clientId,
    content: row.deletedAt === null ? withText(blocksOf(row), row.appended ?? '') : [],
    inReplyToMessageId: row.replyTo,
    replyTo: replySnapshot(row),
    seq: row.seq,
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.editedAt?.getTime() ?? null,
    deleted: row.deletedAt !== null,
    deletedWhy: row.deletedWhy,
    // Nobody waits for what was deleted to arrive.
    deliveryFailed: row.deletedAt === null && row.deliveryFailedAt !== null,
    nextTryAt: row.deletedAt === null ? (row.nextTryAt?.getTime() ?? null) : null,
    deliverySeq: row.deliverySeq ?? 0,
    mentions: row.mentions,
    stream: row.stream,
    reactions: tally(row.marks ?? []),
    reactionsSeq: row.reactionsSeq ?? 0,
  };
}

function replySnapshot(row: MessageRow): ReplySnapshot | null {
  if (row.replyTo === null) return null;
  const deleted = row.parentDeletedAt !== null || row.parentSenderId === null;
  const previewText = deleted ? null : shorten(row.parentText ?? '');
  const version = row.parentVersion ?? 1;
  return { messageId: row.replyTo, senderId: row.parentSenderId, deleted, previewText, version };
}

export function previewOf(message: Message): NonNullable<ConversationItem['preview']> {
  const { id, senderId, deleted } = message;
  return { messageId: id, senderId, deleted, text: deleted ? '' : previewTextOf(message.content) };
}
