import { z } from 'zod';
import { blockSchema, botContentInputSchema, contentInputSchema } from './blocks.ts';
import { emojiBytesMax, mentionsMax, pageDefault, pageMax, titleMax } from './limits.ts';
import {
  conversationIdSchema,
  instantSchema,
  memberIdSchema,
  messageIdSchema,
  sandboxIdSchema,
  ulidSchema,
  userIdSchema,
} from './ids.ts';

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
  /** Age: its organization keeps messages for so long and no longer. Null: somebody deleted it, or nobody has. */
  deletedWhy: z.literal('age').nullable(),
  /** It never reached its agent, and isn't tried any more. */
  deliveryFailed: z.boolean(),
  /** Its agent hasn't got it yet, though it was tried: when it is tried again. */
  nextTryAt: instantSchema.nullable(),
  /** Where in the conversation's log the newest change of these two stands; 0 when nothing was to be said of it. */
  deliverySeq: z.number().int().nonnegative(),
  /** Those whom it is meant for above the others. */
  mentions: z.array(memberIdSchema),
  /** Open while its agent is still writing it; interrupted when that ended without its end. */
  stream: z.enum(['open', 'interrupted']).nullable(),
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

export const waitingSchema = z.object({
  messageId: messageIdSchema,
  groupId: z.string(),
  expiresAt: instantSchema.nullable(),
  /** Whether it asks to run a command. Which one is read in its card, whole, and nowhere else. */
  isCommand: z.boolean(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** What one member has set for themselves, on all of their devices. */
export const personalSchema = z.object({
  muted: z.boolean(),
  pinned: z.boolean(),
  archivedAt: instantSchema.nullable(),
  /** The beginning of what they were writing. */
  draftPreview: z.string().nullable(),
  /** Where in the person's own log the newest of these stands: of two, the one further on is true. */
  personalSeq: z.number().int().nonnegative(),
});
export type Personal = z.infer<typeof personalSchema>;

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
  /** Approvals that nobody has decided yet, the one that expires first at the front; not more than `waitingMax`. */
  waiting: z.array(waitingSchema),
  /** Where in the sandbox's log the newest change of `waiting` stands. */
  waitingSeq: z.number().int().nonnegative(),
  ...personalSchema.shape,
});
export type ConversationItem = z.infer<typeof conversationItemSchema>;

export const memberSchema = z.object({
  id: memberIdSchema,
  kind: z.enum(['user', 'bot']),
  displayName: z.string(),
});
export type Member = z.infer<typeof memberSchema>;
export const memberListSchema = z.object({ members: z.array(memberSchema) });

export const conversationSchema = z.object({
  ...conversationItemSchema.shape,
  createdBy: memberIdSchema,
  members: z.array(memberSchema),
  draft: z.string().nullable(),
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

/** In a query string a flag is text. */
export const flagSchema = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

export const listConversationsInputSchema = z.object({
  sandboxId: sandboxIdSchema.optional(),
  /** The archived ones, or those that are not. */
  archived: flagSchema.optional(),
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

export const createdConversationSchema = z.object({
  conversationId: conversationIdSchema,
  conversation: conversationSchema,
});

export const listMessagesInputSchema = z
  .object({
    conversationId: conversationIdSchema,
    limit: limitSchema,
    /** One of these at most: what is older than a message, what is newer, or what stands on both sides of it. */
    before: messageIdSchema.nullish(),
    after: messageIdSchema.nullish(),
    around: messageIdSchema.nullish(),
  })
  .refine(({ before, after, around }) => [before, after, around].filter((id) => id != null).length <= 1, {
    path: ['before'],
    error: 'only one of before, after and around',
  });
export type ListMessagesInput = z.infer<typeof listMessagesInputSchema>;

export const messagePageSchema = z.object({
  /** Newest first, whichever way was read. */
  messages: z.array(messageSchema),
  /** Are there more in the direction that was read? `around` reads backwards. */
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
  /** Are there newer ones than the newest of this page? */
  hasNewer: z.boolean(),
  /** The log's head in the same snapshot: a subscription `after` it misses nothing. */
  head: z.number().int().nonnegative(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

export const sendInputSchema = z.object({
  conversationId: conversationIdSchema,
  content: contentInputSchema,
  inReplyToMessageId: messageIdSchema.nullish(),
  clientId: ulidSchema,
  /** Members of the conversation; others are left out. */
  mentions: z.array(memberIdSchema).max(mentionsMax).optional(),
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
  /** When the message that the cursor stands at was written; null when it stands at none. */
  lastReadAt: instantSchema.nullable(),
  /** Null while something is unread here. Else which badge goes, and what is unread in all the others, up to `unreadMax`. */
  badgeClear: z.object({ badgeBucket: z.string(), badgeCount: z.number().int().nonnegative() }).nullable(),
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
const editOf = <T extends z.ZodType>(content: T) =>
  z
    .object({
      ...ofMessage,
      content,
      expectedVersion: z.number().int().nonnegative().optional(),
      timestamp: instantSchema.positive().optional(),
    })
    .refine(({ expectedVersion, timestamp }) => (expectedVersion === undefined) !== (timestamp === undefined), {
      path: ['expectedVersion'],
      error: 'or a timestamp is needed, and only one of them',
    });
export const editOverHttpInputSchema = editOf(contentInputSchema);
export const botEditInputSchema = editOf(botContentInputSchema);
export type EditInput = z.infer<typeof botEditInputSchema>;

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

export const candidatesInputSchema = z.object({ ...ofConversation, search: z.string().trim().max(100).optional() });
/** Who could be let into a conversation. */
export const candidatesSchema = z.object({
  people: z.array(z.object({ userId: z.string(), displayName: z.string() })),
});
export type Candidates = z.infer<typeof candidatesSchema>;
