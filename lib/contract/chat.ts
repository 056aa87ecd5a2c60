import { z } from 'zod';
import { blocksMax, emojiBytesMax, pageDefault, pageMax, textMax, titleMax } from './limits.ts';
import {
  conversationIdSchema,
  memberIdSchema,
  messageIdSchema,
  sandboxIdSchema,
  ulidSchema,
  userIdSchema,
} from './ids.ts';

/** Milliseconds since 1970, the one form of time on the wire. */
export const instantSchema = z.number().int().nonnegative();

/** Length is measured before trimming, so that nobody sends a megabyte of blanks. */
const textSchema = z
  .string()
  .max(textMax, `must have at most ${textMax} characters`)
  .refine((text) => text.trim() !== '', 'must not be blank');

export const textBlockSchema = z.strictObject({ type: z.literal('text'), text: textSchema });

/** What a caller may post. Strict: a field that only the server sets is refused, not ignored. */
export const inputBlockSchema = z.discriminatedUnion('type', [textBlockSchema]);
export type InputBlock = z.infer<typeof inputBlockSchema>;

export const contentInputSchema = z.array(inputBlockSchema).min(1).max(blocksMax);

/** What a reader gets. */
export const blockSchema = z.discriminatedUnion('type', [z.object({ type: z.literal('text'), text: z.string() })]);
export type Block = z.infer<typeof blockSchema>;

export const replySnapshotSchema = z.object({
  messageId: messageIdSchema,
  senderId: memberIdSchema.nullable(),
  deleted: z.boolean(),
  previewText: z.string().nullable(),
  /** Of the message replied to: of two snapshots the one with the higher version is true. */
  version: z.number().int().positive(),
});
export type ReplySnapshot = z.infer<typeof replySnapshotSchema>;

export const reactionSchema = z.object({
  emoji: z.string(),
  count: z.number().int().positive(),
  memberIds: z.array(memberIdSchema),
});
export type Reaction = z.infer<typeof reactionSchema>;

export const messageSchema = z.object({
  id: messageIdSchema,
  conversationId: conversationIdSchema,
  senderId: memberIdSchema,
  clientId: z.string().nullable(),
  content: z.array(blockSchema),
  inReplyToMessageId: messageIdSchema.nullable(),
  replyTo: replySnapshotSchema.nullable(),
  /** The position of its creation in the conversation's log: the only order there is. */
  seq: z.number().int().positive(),
  /** Raised by every change of what it says, its deletion included; not by reactions. */
  version: z.number().int().positive(),
  createdAt: instantSchema,
  updatedAt: instantSchema.nullable(),
  deleted: z.boolean(),
  deliveryFailed: z.boolean(),
  reactions: z.array(reactionSchema),
  /**
   * The position of the newest change that `reactions` has in it: a reaction told at or before it is known, a later one is
   * not. A deleted message has no reactions, and 0 here.
   *
   * The message's own newest change, not the head of the snapshot: a message that nothing happened to stays the same
   * message, however often it is read.
   */
  reactionsSeq: z.number().int().nonnegative(),
});
export type Message = z.infer<typeof messageSchema>;

export const previewSchema = z.object({
  messageId: messageIdSchema,
  senderId: memberIdSchema,
  text: z.string(),
  deleted: z.boolean(),
});

export const conversationItemSchema = z.object({
  conversationId: conversationIdSchema,
  sandboxId: sandboxIdSchema,
  title: z.string().nullable(),
  /** Where in the sandbox's log the title was given: of two titles the one further on is true. */
  titleSeq: z.number().int().nonnegative(),
  createdAt: instantSchema,
  joinedAt: instantSchema,
  /** Where in the sandbox's log the reader was added; 0 for those of the beginning. A leave before it is over. */
  joinedSeq: z.number().int().nonnegative(),
  lastActivityAt: instantSchema,
  /** The newest position in the conversation's log when this was read. */
  head: z.number().int().nonnegative(),
  lastReadSeq: z.number().int().nonnegative(),
  /** Others' messages after the cursor; counting stops at `unreadMax`. */
  unreadCount: z.number().int().nonnegative(),
  preview: previewSchema.nullable(),
});
export type ConversationItem = z.infer<typeof conversationItemSchema>;

export const memberSchema = z.object({
  id: memberIdSchema,
  kind: z.enum(['user', 'bot']),
  displayName: z.string(),
});
export type Member = z.infer<typeof memberSchema>;

export const conversationSchema = z.object({
  ...conversationItemSchema.shape,
  createdBy: memberIdSchema,
  members: z.array(memberSchema),
});
export type Conversation = z.infer<typeof conversationSchema>;

const wholeNumber = { error: `must be a whole number from 1 to ${pageMax}` };

/** A number in a query string is text; anything but a whole number in range is refused, never "no limit". */
export const limitSchema = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,3}$/)
        .transform(Number),
    ],
    wholeNumber,
  )
  .refine((limit) => Number.isInteger(limit) && limit >= 1 && limit <= pageMax, wholeNumber)
  .default(pageDefault);

export const listConversationsInputSchema = z.object({
  sandboxId: sandboxIdSchema.optional(),
  limit: limitSchema,
  cursor: z.string().min(1).max(200).nullish(),
});
export type ListConversationsInput = z.infer<typeof listConversationsInputSchema>;

export const conversationPageSchema = z.object({
  conversations: z.array(conversationItemSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type ConversationPage = z.infer<typeof conversationPageSchema>;

const titleSchema = z.string().trim().min(1).max(titleMax);

export const createConversationInputSchema = z.object({ sandboxId: sandboxIdSchema, title: titleSchema.optional() });
export type CreateConversationInput = z.infer<typeof createConversationInputSchema>;

export const listMessagesInputSchema = z.object({
  conversationId: conversationIdSchema,
  limit: limitSchema,
  /** Read backwards from here; newest first. */
  before: messageIdSchema.nullish(),
});
export type ListMessagesInput = z.infer<typeof listMessagesInputSchema>;

export const messagePageSchema = z.object({
  /** Newest first. */
  messages: z.array(messageSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
  /** The log's head in the same snapshot: a subscription `after` it misses nothing. */
  head: z.number().int().nonnegative(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

export const sendInputSchema = z.object({
  conversationId: conversationIdSchema,
  content: contentInputSchema,
  inReplyToMessageId: messageIdSchema.nullish(),
  clientId: ulidSchema,
});
export type SendInput = z.infer<typeof sendInputSchema>;

/** The HTTP API may leave the client's id out; such a send is not idempotent. */
export const sendOverHttpInputSchema = sendInputSchema.extend({ clientId: ulidSchema.optional() });

export const sendResultSchema = z.object({
  messageId: messageIdSchema,
  clientId: z.string().nullable(),
  message: messageSchema,
  /** True when this clientId had been sent before: nothing new was written. */
  repeated: z.boolean(),
});
export type SendResult = z.infer<typeof sendResultSchema>;

export const markReadInputSchema = z.object({
  conversationId: conversationIdSchema,
  lastSeenMessageId: messageIdSchema,
});

export const markReadResultSchema = z.object({
  ok: z.literal(true),
  /** False when the cursor already stood there or further. */
  applied: z.boolean(),
  lastReadSeq: z.number().int().nonnegative(),
});
export type MarkReadResult = z.infer<typeof markReadResultSchema>;

const ofConversation = { conversationId: conversationIdSchema };
const ofMessage = { conversationId: conversationIdSchema, messageId: messageIdSchema };

/** The answer to what can be done again without harm and has nothing to show. */
export const doneSchema = z.object({ ok: z.literal(true) });

export const conversationInputSchema = z.object(ofConversation);
export const messageInputSchema = z.object(ofMessage);

export const editInputSchema = z.object({
  ...ofMessage,
  content: contentInputSchema,
  /** The version that the editor had before them. */
  expectedVersion: z.number().int().nonnegative(),
});

/** An agent may say when it made the edit instead; the newer one wins. */
export const editOverHttpInputSchema = z
  .object({
    ...ofMessage,
    content: contentInputSchema,
    expectedVersion: z.number().int().nonnegative().optional(),
    timestamp: instantSchema.positive().optional(),
  })
  .refine(({ expectedVersion, timestamp }) => (expectedVersion === undefined) !== (timestamp === undefined), {
    path: ['expectedVersion'],
    error: 'or a timestamp is needed, and only one of them',
  });
export type EditInput = z.infer<typeof editOverHttpInputSchema>;

export const editResultSchema = z.object({ messageId: messageIdSchema, message: messageSchema });
export type EditResult = z.infer<typeof editResultSchema>;

/** What a version's column can hold. */
const versionMax = 2 ** 31 - 1;

export const versionsInputSchema = z.object({
  ...ofMessage,
  limit: limitSchema,
  /** Read backwards from this version, without it. */
  before: z.coerce.number().int().positive().max(versionMax).optional(),
});
export type VersionsInput = z.infer<typeof versionsInputSchema>;

/** What edits replaced, newest first. */
export const versionsSchema = z.object({
  versions: z.array(
    z.object({ version: z.number().int().positive(), content: z.array(blockSchema), replacedAt: instantSchema }),
  ),
  hasMore: z.boolean(),
});
export type Versions = z.infer<typeof versionsSchema>;

const utf8 = new TextEncoder();

const emojiSchema = z
  .string()
  .min(1)
  .refine((emoji) => utf8.encode(emoji).length <= emojiBytesMax, `must have at most ${emojiBytesMax} bytes of UTF-8`)
  .refine((emoji) => !/\p{Cc}/u.test(emoji), 'must have no control characters');

/** The same operation again changes nothing and is answered as the first time, for seven days. */
export const reactionInputSchema = z.object({ ...ofMessage, emoji: emojiSchema, operationId: ulidSchema.optional() });
export type ReactionInput = z.infer<typeof reactionInputSchema>;

/** `id` is the operation by which the reaction is there. */
export const reactionAddedSchema = z.object({ id: ulidSchema });
/** `id` is the operation by which the reaction went; null when it never was there. */
export const reactionRemovedSchema = z.object({ removed: z.boolean(), id: ulidSchema.nullable() });

export const renameInputSchema = z.object({ ...ofConversation, title: titleSchema });
export const addMemberInputSchema = z.object({ ...ofConversation, userId: userIdSchema });
export const addMemberResultSchema = z.object({ member: memberSchema });
export const removeMemberInputSchema = z.object({ ...ofConversation, memberId: memberIdSchema });
