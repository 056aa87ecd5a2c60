import { tally, type Mark } from '#lib/realtime/reactions.ts';
import { shorten } from '#lib/realtime/reply-preview.ts';
import { type ConversationItem, type InputBlock, type Message, type ReplySnapshot } from '#lib/contract/chat.ts';

/** A message as the statements of this folder select it, with the message that it replies to and who reacted to it. */
export interface MessageRow {
  conversationId: string;
  id: string;
  senderId: string;
  clientId: string | null;
  content: InputBlock[];
  seq: number;
  version: number;
  createdAt: Date;
  editedAt: Date | null;
  clientUpdatedAt: Date | null;
  deletedAt: Date | null;
  deliveryFailedAt: Date | null;
  replyTo: string | null;
  parentSenderId: string | null;
  parentVersion: number | null;
  parentDeletedAt: Date | null;
  parentText: string | null;
  marks: Mark[] | null;
  reactionsSeq: number | null;
}

export function presentMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    senderId: row.senderId,
    clientId: row.clientId,
    content: row.deletedAt === null ? row.content : [],
    inReplyToMessageId: row.replyTo,
    replyTo: replySnapshot(row),
    seq: row.seq,
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.editedAt?.getTime() ?? null,
    deleted: row.deletedAt !== null,
    deliveryFailed: row.deliveryFailedAt !== null,
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

/** Several text blocks are one text, cut anywhere by whoever sent them. */
function textOf(content: InputBlock[]): string {
  return content.map((block) => block.text).join('');
}

export function previewOf(message: Message): NonNullable<ConversationItem['preview']> {
  const { id, senderId, deleted } = message;
  return { messageId: id, senderId, deleted, text: deleted ? '' : shorten(textOf(message.content)) };
}
