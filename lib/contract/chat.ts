import { z } from 'zod';
import { blocksMax, pageDefault, pageMax, textMax, titleMax } from './limits.ts';
import { conversationIdSchema, memberIdSchema, messageIdSchema, sandboxIdSchema, ulidSchema } from './ids.ts';

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
});
export type ReplySnapshot = z.infer<typeof replySnapshotSchema>;

export const reactionSchema = z.object({
  emoji: z.string(),
  count: z.number().int().positive(),
  memberIds: z.array(memberIdSchema),
});

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
  version: z.number().int().positive(),
  createdAt: instantSchema,
  updatedAt: instantSchema.nullable(),
  deleted: z.boolean(),
  deliveryFailed: z.boolean(),
  reactions: z.array(reactionSchema),
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
  createdAt: instantSchema,
  joinedAt: instantSchema,
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

export const createConversationInputSchema = z.object({
  sandboxId: sandboxIdSchema,
  title: z.string().trim().min(1).max(titleMax).optional(),
});
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
