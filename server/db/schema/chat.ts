import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { InputBlock } from '#lib/contract/blocks.ts';
import { bytes, createdAt, instant, position, tsvector } from '../columns.ts';
import { organizations } from './accounts.ts';
import { sandboxes } from './sandboxes.ts';

// Keys of these tables begin with the conversation, so that they can be distributed by it one day.

export const conversations = pgTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    sandboxId: text('sandbox_id')
      .notNull()
      .references(() => sandboxes.id, { onDelete: 'cascade' }),
    organizationId: text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    title: text('title'),
    /** Where in the sandbox's log the title was given last: the newer of two titles is the one further on. */
    titleSeq: position('title_seq').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    lastMessageId: text('last_message_id'),
    lastActivityAt: instant('last_activity_at').notNull().defaultNow(),
    /** Where in the sandbox's log an approval was opened or closed here last. */
    waitingSeq: position('waiting_seq').notNull().default(0),
    /** Head of its log; the row is its lock. */
    seq: position('seq').notNull().default(0),
  },
  // A sandbox's conversations, newest first, are the list that everybody sees.
  (t) => [
    index('conversations_of_sandbox').on(t.sandboxId, t.lastActivityAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
);

export const conversationMembers = pgTable(
  'conversation_members',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    memberId: text('member_id').notNull(),
    kind: text('kind', { enum: ['user', 'bot'] }).notNull(),
    joinedAt: instant('joined_at').notNull().defaultNow(),
    /** Where in the sandbox's log this member was added; 0 for those who were there from the beginning. */
    joinedSeq: position('joined_seq').notNull().default(0),
    leftAt: instant('left_at'),
    lastReadSeq: position('last_read_seq').notNull().default(0),
    muted: boolean('muted').notNull().default(false),
    pinned: boolean('pinned').notNull().default(false),
    archivedAt: instant('archived_at'),
    draft: text('draft'),
    /** Where in the member's own log the newest change of what they have set for themselves stands. */
    personalSeq: position('personal_seq').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.memberId] }),
    // Which conversations is this member in: the list, and the bot's view.
    index('conversation_members_of_member')
      .on(t.memberId, t.conversationId)
      .where(sql`${t.leftAt} is null`),
    // Which agents hear of what is said: asked for each message, however many people are there.
    index('conversation_members_bots')
      .on(t.conversationId)
      .where(sql`${t.kind} = 'bot' and ${t.leftAt} is null`),
  ],
);

export const messages = pgTable(
  'messages',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    senderId: text('sender_id').notNull(),
    clientId: text('client_id'),
    /** Of the original request: the same client id with another request is a conflict, not a repeat. */
    requestHash: bytes('request_hash'),
    content: jsonb('content').$type<InputBlock[]>().notNull(),
    replyTo: text('reply_to'),
    version: integer('version').notNull().default(1),
    seq: position('seq').notNull(),
    createdAt: createdAt(),
    editedAt: instant('edited_at'),
    /** By the editor's own clock, never ahead of ours: an edit that comes with an older time is stale. */
    clientUpdatedAt: instant('client_updated_at'),
    deletedAt: instant('deleted_at'),
    /** Null: somebody deleted it. */
    deletedWhy: text('deleted_why', { enum: ['age'] }),
    deliveryFailedAt: instant('delivery_failed_at'),
    /** Its agent hasn't got it, though it was tried: when it is tried again. */
    nextTryAt: instant('next_try_at'),
    /** Where in the conversation's log the newest change of these two stands. */
    deliverySeq: position('delivery_seq'),
    mentions: text('mentions')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Open while its agent is still writing it: what it has so far stands in `message_appends`. */
    stream: text('stream', { enum: ['open', 'interrupted'] }),
    /** When a stream was opened, or last gave a sign of life without growing: one that is silent is ended for its agent. */
    appendedAt: instant('appended_at'),
    /** When a reader asked that it should end. */
    stopRequestedAt: instant('stop_requested_at'),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.id] }),
    unique('messages_client_id').on(t.conversationId, t.senderId, t.clientId),
    // Includes sender and deletion (drizzle has no word for it), so that what is unread is counted without the messages.
    unique('messages_seq').on(t.conversationId, t.seq),
    // Deleting a conversation asks of each message what replies to it: without this it would read all the others each time.
    index('messages_replies')
      .on(t.conversationId, t.replyTo)
      .where(sql`${t.replyTo} is not null`),
    // Streams whose agent may have gone.
    index('messages_streaming')
      .on(t.appendedAt)
      .where(sql`${t.stream} = 'open'`),
    foreignKey({
      name: 'messages_reply_to',
      columns: [t.conversationId, t.replyTo],
      foreignColumns: [t.conversationId, t.id],
    }),
  ],
);

/** What a streamed message has grown by, until it is finished and folded into its row. Any node takes the next one. */
export const messageAppends = pgTable(
  'message_appends',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    /** In UTF-16 units of the whole text. */
    offset: integer('offset').notNull(),
    text: text('text').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.messageId, t.offset] }),
    foreignKey({
      name: 'message_appends_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
  ],
);

/** What is found by words. Written a moment after a message, changed with it, gone with it. */
export const messageSearch = pgTable(
  'message_search',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    words: tsvector('words').notNull(),
    /** Of its conversation: the newest of an agent's messages are walked through for words that nearly all of them have. */
    sandboxId: text('sandbox_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.messageId] }),
    foreignKey({
      name: 'message_search_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
    index('message_search_words').using('gin', t.words),
    index('message_search_newest').on(t.sandboxId, t.messageId),
  ],
);

/** What an edit replaced. */
export const messageVersions = pgTable(
  'message_versions',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    version: integer('version').notNull(),
    content: jsonb('content').$type<InputBlock[]>().notNull(),
    replacedAt: instant('replaced_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.messageId, t.version] }),
    foreignKey({
      name: 'message_versions_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
  ],
);

export const messageReactions = pgTable(
  'message_reactions',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    memberId: text('member_id').notNull(),
    emoji: text('emoji').notNull(),
    /** The newest change of it; the row stays when the reaction goes. */
    operationId: text('operation_id').notNull(),
    /** Where in the conversation's log that change stands. */
    seq: position('seq').notNull().default(0),
    addedAt: instant('added_at').notNull().defaultNow(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    primaryKey({ name: 'message_reactions_pk', columns: [t.conversationId, t.messageId, t.memberId, t.emoji] }),
    foreignKey({
      name: 'message_reactions_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
  ],
);

/** One question that an agent asked: what was offered and shown stays here, whatever becomes of the message. */
export const approvals = pgTable(
  'approvals',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    groupId: text('group_id').notNull(),
    offered: jsonb('offered').notNull(),
    snapshot: jsonb('snapshot').notNull(),
    state: text('state', { enum: ['pending', 'decided', 'expired', 'withdrawn'] }).notNull(),
    expiresAt: instant('expires_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.messageId, t.groupId] }),
    foreignKey({
      name: 'approvals_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
    // What waits in a conversation: every row of the list asks.
    index('approvals_waiting')
      .on(t.conversationId)
      .where(sql`${t.state} = 'pending'`),
    // What expires next.
    index('approvals_due')
      .on(t.expiresAt)
      .where(sql`${t.state} = 'pending'`),
  ],
);

/** One decision. A revert ends it and leaves the group open again. */
export const actionResolutions = pgTable(
  'action_resolutions',
  {
    conversationId: text('conversation_id').notNull(),
    messageId: text('message_id').notNull(),
    groupId: text('group_id').notNull(),
    id: text('id').notNull(),
    value: text('value', { enum: ['allow-once', 'allow-always', 'deny'] }).notNull(),
    resolvedBy: text('resolved_by').notNull(),
    resolvedAt: instant('resolved_at').notNull().defaultNow(),
    revertedAt: instant('reverted_at'),
    /** When it was over without its agent having said that it knows of it: what was allowed may have been run or not. */
    unconfirmedAt: instant('unconfirmed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.id] }),
    foreignKey({
      name: 'action_resolutions_of_approval',
      columns: [t.conversationId, t.messageId, t.groupId],
      foreignColumns: [approvals.conversationId, approvals.messageId, approvals.groupId],
    }).onDelete('cascade'),
    // The first answer wins: a second live decision of a group cannot be written.
    uniqueIndex('action_resolutions_one_live')
      .on(t.conversationId, t.messageId, t.groupId)
      .where(sql`${t.revertedAt} is null`),
  ],
);

export const attachments = pgTable(
  'attachments',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    uploaderId: text('uploader_id').notNull(),
    /** Where its bytes are; a new one with every upload, so that what stands under one never changes. */
    key: text('key'),
    mimeType: text('mime_type').notNull(),
    size: position('size').notNull(),
    filename: text('filename').notNull(),
    width: integer('width'),
    height: integer('height'),
    status: text('status', { enum: ['pending', 'linked'] }).notNull(),
    messageId: text('message_id'),
    /** What the bytes say may be shown in a page; everything else is only downloaded. */
    isImage: boolean('is_image').notNull().default(false),
    hasThumbnail: boolean('has_thumbnail').notNull().default(false),
    idempotencyKey: text('idempotency_key'),
    /** When all of its bytes were here. */
    uploadedAt: instant('uploaded_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.id] }),
    // The same announcement again is the same file.
    uniqueIndex('attachments_idempotency').on(t.conversationId, t.uploaderId, t.idempotencyKey),
    foreignKey({
      name: 'attachments_of_message',
      columns: [t.conversationId, t.messageId],
      foreignColumns: [messages.conversationId, messages.id],
    }).onDelete('cascade'),
    // A message's files: every page of messages asks, and so does the end of a message.
    index('attachments_of_message').on(t.conversationId, t.messageId),
    // What was announced and never linked is swept.
    index('attachments_pending')
      .on(t.createdAt)
      .where(sql`${t.status} = 'pending'`),
  ],
);

/**
 * Bytes that no attachment names: being uploaded, or left by one that went. Written before the first byte is, and by a
 * trigger whenever an attachment goes, so that whatever crashes, all that has to be removed stands here.
 */
export const unclaimedFiles = pgTable(
  'unclaimed_files',
  { key: text('key').primaryKey(), dueAt: instant('due_at').notNull() },
  // What is to be removed next.
  (t) => [index('unclaimed_files_due').on(t.dueAt)],
);
