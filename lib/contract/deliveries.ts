import { z } from 'zod';
import { conversationIdSchema, instantSchema, messageIdSchema, ulidSchema } from './ids.ts';
import { pageDefault, pageMax } from './limits.ts';
import { sandboxInputSchema } from './sandboxes.ts';

/**
 * Where a delivery stands: `waiting` for its turn or for its agent to come; `sent` and not acknowledged yet; `delivered`;
 * `dead`: given up, and it can be made to go again; `over`: its time has passed, or another one has taken its place.
 */
export const deliveryStateSchema = z.enum(['waiting', 'sent', 'delivered', 'dead', 'over']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** Without a word of what is in it. */
export const deliveryItemSchema = z.object({
  id: ulidSchema,
  type: z.string(),
  state: deliveryStateSchema,
  conversationId: conversationIdSchema,
  messageId: messageIdSchema.nullable(),
  createdAt: instantSchema,
  /** How often it was sent. */
  attempts: z.number().int().nonnegative(),
  /** When it is sent next at the earliest; null when it is over. */
  nextTryAt: instantSchema.nullable(),
  /** When it was acknowledged, or given up. */
  endedAt: instantSchema.nullable(),
  /** In a word, why the last try came to nothing; null when there was none, or it was taken. */
  failure: z.string().nullable(),
});
export type DeliveryItem = z.infer<typeof deliveryItemSchema>;

export const listDeliveriesInputSchema = sandboxInputSchema.extend({
  /** Only those that wait for something, or only those that were given up. */
  only: z.enum(['open', 'dead']).nullish(),
  cursor: z.string().max(500).nullish(),
  limit: z.coerce.number().int().min(1).max(pageMax).default(pageDefault),
});
export type ListDeliveriesInput = z.infer<typeof listDeliveriesInputSchema>;

export const deliveriesPageSchema = z.object({
  deliveries: z.array(deliveryItemSchema),
  /** How many were given up and can be made to go again; counting stops at 1,000. */
  dead: z.number().int().nonnegative(),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type DeliveriesPage = z.infer<typeof deliveriesPageSchema>;

export const deliveryInputSchema = sandboxInputSchema.extend({ deliveryId: ulidSchema });
export type DeliveryInput = z.infer<typeof deliveryInputSchema>;

export const deliveryAttemptSchema = z.object({
  n: z.number().int().positive(),
  at: instantSchema,
  /** Null: there was no answer. */
  status: z.number().int().nullable(),
  failure: z.string().nullable(),
  /** The beginning of what an endpoint answered that took nothing. */
  answer: z.string().nullable(),
  durationMs: z.number().int().nonnegative(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttemptSchema>;

export const deliveryDetailSchema = deliveryItemSchema.extend({
  /** Requests to its endpoint, the newest first. What went by stream isn't among them. */
  tries: z.array(deliveryAttemptSchema),
  /** What it would say if it were sent now, for those who may read its conversation; null when nothing is left to say. */
  body: z.unknown(),
  mayRead: z.boolean(),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

export const replayResultSchema = z.object({ ok: z.literal(true), replayed: z.number().int().nonnegative() });
export type ReplayResult = z.infer<typeof replayResultSchema>;

export const redeliverResultSchema = z.object({
  ok: z.literal(true),
  /** False: it isn't given up (any more). */
  redelivered: z.boolean(),
});
export type RedeliverResult = z.infer<typeof redeliverResultSchema>;

/** An agent says that it could do nothing with a message. */
export const messageFailedInputSchema = z.object({
  conversationId: conversationIdSchema,
  messageId: messageIdSchema,
  /** Which delivery of it: a report of one that another has followed says nothing. */
  deliveryId: ulidSchema.nullish(),
  /** For the log of whoever runs this installation. */
  reason: z.string().max(500).nullish(),
});
export type MessageFailedInput = z.infer<typeof messageFailedInputSchema>;
export const messageFailedResultSchema = z.object({
  ok: z.literal(true),
  /** False when that was known, or it is about a delivery that another has followed. */
  noted: z.boolean(),
});
export type MessageFailedResult = z.infer<typeof messageFailedResultSchema>;
