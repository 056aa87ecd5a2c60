import { withText } from '#lib/realtime/growing-text.ts';
import { tally, type Mark } from '#lib/realtime/reactions.ts';
import { previewTextOf, shorten } from '#lib/realtime/reply-preview.ts';
import type { ApprovalBlock, Block, FileBlock, InputBlock } from '#lib/contract/blocks.ts';
import { type ConversationItem, type Message, type ReplySnapshot } from '#lib/contract/chat.ts';

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
  mentions: string[];
  stream: Message['stream'];
  /** What a stream has grown by, beyond its content. */
  appended: string | null;
  approvals: ApprovalRow[] | null;
  files: Omit<FileBlock, 'type'>[] | null;
}

type StoredContent = Pick<MessageRow, 'content'> & Partial<Pick<MessageRow, 'approvals' | 'files'>>;
type ApprovalRow = Pick<ApprovalBlock, 'groupId' | 'state' | 'expiresAt' | 'resolved' | 'undone'>;

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
    deliveryFailed: row.deliveryFailedAt !== null,
    mentions: row.mentions,
    stream: row.stream,
    reactions: tally(row.marks ?? []),
    reactionsSeq: row.reactionsSeq ?? 0,
  };
}

/** Blocks as readers get them, each with what is known of it beside the message. A file whose row is gone is left out. */
export function blocksOf({ content, approvals = null, files = null }: StoredContent): Block[] {
  return content.flatMap((block): Block[] => {
    if (block.type === 'text') return [block];
    if (block.type === 'actions') {
      const stands = approvals?.find(({ groupId }) => groupId === block.groupId);
      const { expiresAt = null, request = null } = block;
      // How long it stands is ours to say: an agent may ask for less or more than there is.
      return [{ ...block, request, state: 'pending', expiresAt, resolved: null, undone: null, ...stands }];
    }
    const file = files?.find(({ attachmentId }) => attachmentId === block.attachmentId);
    return file === undefined ? [] : [{ type: 'attachment', ...file }];
  });
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
