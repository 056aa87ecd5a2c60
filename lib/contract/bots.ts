import { z } from 'zod';
import { blockSchema, decisionSchema } from './blocks.ts';
import { conversationIdSchema, instantSchema, memberIdSchema, messageIdSchema, ulidSchema } from './ids.ts';
import { attachmentsMax } from './limits.ts';
import { botPresenceSchema } from './sandboxes.ts';

const deliveredFileSchema = z.object({
  attachmentId: ulidSchema,
  mimeType: z.string(),
  size: z.number().int().nonnegative(),
  filename: z.string(),
});

/** What a bot is told of a message: as it stands when it is sent. */
const deliveredMessage = {
  conversationId: conversationIdSchema,
  messageId: messageIdSchema,
  from: memberIdSchema,
  text: z.string(),
  content: z.array(blockSchema),
  /** What came with it. Ask for an address of each to have its bytes. */
  attachments: z.array(deliveredFileSchema).max(attachmentsMax).optional(),
};

/** What a bot is told. `id` names the delivery: the receiver deduplicates by it and acknowledges with it. */
export const deliverySchema = z.discriminatedUnion('type', [
  z.object({
    id: ulidSchema,
    type: z.literal('message.created'),
    ...deliveredMessage,
    sentAt: z.iso.datetime(),
    inReplyToMessageId: messageIdSchema.optional(),
    /** Left out when the message replied to has no text. */
    inReplyToBody: z.string().min(1).optional(),
    inReplyToSender: memberIdSchema.optional(),
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('conversation.created'),
    conversationId: conversationIdSchema,
    title: z.string().nullable(),
    createdBy: memberIdSchema,
    /** The first conversation that this sandbox ever had. */
    isFirst: z.boolean(),
    createdAt: z.iso.datetime(),
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('action.executed'),
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    groupId: z.string(),
    value: decisionSchema,
    executedBy: memberIdSchema,
    executedAt: z.iso.datetime(),
    /** What a report that it came to nothing names. */
    resolutionId: z.string(),
    /** Acknowledge and act before this, or not at all: afterwards people are told that it is unknown what came of it. */
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('message.stop_requested'),
    conversationId: conversationIdSchema,
    /** The message that is being written; it is ended without its agent ten seconds later. */
    messageId: messageIdSchema,
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('message.updated'),
    ...deliveredMessage,
    updatedAt: z.iso.datetime(),
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('message.deleted'),
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    from: memberIdSchema,
    deletedAt: z.iso.datetime(),
  }),
  z.object({
    id: ulidSchema,
    type: z.literal('reaction.added'),
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    from: memberIdSchema,
    emoji: z.string(),
  }),
]);
export type Delivery = z.infer<typeof deliverySchema>;
export type DeliveryType = Delivery['type'];

/** What an agent hears of only if it asks for it. */
export const subscribableSchema = z.enum(['message.updated', 'message.deleted', 'reaction.added']);
export type Subscribable = z.infer<typeof subscribableSchema>;
/** All that it wants from now on. */
export const subscriptionsSchema = z.object({
  types: z.array(subscribableSchema).max(subscribableSchema.options.length),
});

/**
 * Why the server ended a stream, told as its last event `stream.ended`. Coming back is of use after `draining`, and after
 * `stopped` once its people have started it again; until then it is refused with `agent_stopped`.
 */
export const streamEndSchema = z.enum(['replaced', 'revoked', 'stopped', 'draining']);
export type StreamEnd = z.infer<typeof streamEndSchema>;

export const ackInputSchema = z.object({ ids: z.array(ulidSchema).min(1).max(100) });
export const ackResultSchema = z.object({ acknowledged: z.number().int().nonnegative() });

export const botStatusInputSchema = z.object({
  online: z.boolean(),
  at: instantSchema,
  capabilities: z.array(z.string().max(40)).max(20).optional(),
});

/** More than any model has, and less than a column holds. */
const tokensMax = 1_000_000_000;

/** How much of its model's memory a conversation takes. */
export const contextUseSchema = z.object({
  contextTokens: z.number().int().nonnegative(),
  contextWindow: z.number().int().positive(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  at: instantSchema,
});
export type ContextUse = z.infer<typeof contextUseSchema>;

const nameSchema = z.string().trim().min(1).max(200).nullish();
export const conversationStatusInputSchema = z.object({
  conversationId: conversationIdSchema,
  contextTokens: z.number().int().nonnegative().max(tokensMax),
  contextWindow: z.number().int().positive().max(tokensMax),
  model: nameSchema,
  provider: nameSchema,
  /** By the bot's own clock: the newest counts, whichever comes last. */
  at: instantSchema,
});
export type ConversationStatusInput = z.infer<typeof conversationStatusInputSchema>;
/** Null: its agent has said nothing of it. */
export const conversationStatusSchema = z.object({ status: contextUseSchema.nullable() });

/** How present it is now, and when it was heard of last. */
export const botPresenceReportSchema = z.object({ presence: botPresenceSchema, at: instantSchema.nullable() });

export const botStatusSchema = botPresenceReportSchema.extend({
  online: z.boolean(),
  capabilities: z.array(z.string()),
});
export type BotStatus = z.infer<typeof botStatusSchema>;
export const botStatusResultSchema = z.object({ status: botStatusSchema });
/** What was known when it was asked for. */
export const requestedStatusSchema = z.object({ ok: z.literal(true), cached: botStatusSchema });
