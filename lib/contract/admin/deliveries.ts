import { z } from 'zod';
import { reasonSchema } from '../audit.ts';
import { limitSchema } from '../chat.ts';
import { deliveryAttemptSchema, deliveryItemSchema, deliveryStateSchema } from '../deliveries.ts';
import { conversationIdSchema, instantSchema, sandboxIdSchema, ulidSchema } from '../ids.ts';
import { cursorSchema } from './pages.ts';

/** How it went: by requests to an endpoint, over a stream, or not at all yet. */
export const deliveryWaySchema = z.enum(['webhook', 'stream']);
export type DeliveryWay = z.infer<typeof deliveryWaySchema>;

export const deliveryTypeSchema = z.enum([
  'conversation.created',
  'message.created',
  'message.updated',
  'message.deleted',
  'reaction.added',
  'action.executed',
  'message.stop_requested',
]);

/** Of one agent among all. */
export const adminDeliverySchema = deliveryItemSchema.extend({
  sandbox: z.object({ id: sandboxIdSchema, label: z.string() }),
  way: deliveryWaySchema.nullable(),
  /** What it speaks of was deleted: there is nothing left to say. */
  isMessageDeleted: z.boolean(),
});
export type AdminDelivery = z.infer<typeof adminDeliverySchema>;

export const adminDeliveriesInputSchema = z.object({
  sandboxId: sandboxIdSchema.optional(),
  conversationId: conversationIdSchema.optional(),
  state: deliveryStateSchema.optional(),
  type: deliveryTypeSchema.optional(),
  way: deliveryWaySchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});
export type AdminDeliveriesInput = z.infer<typeof adminDeliveriesInputSchema>;

export const adminDeliveriesPageSchema = z.object({
  deliveries: z.array(adminDeliverySchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});

/** Where an agent takes its deliveries, without what the address carries behind its host: that may be a secret. */
const adminEndpointSchema = z.object({
  host: z.string(),
  disabled: z.object({ at: instantSchema, why: z.enum(['gone', 'operator']) }).nullable(),
});

/** An agent's endpoint, and what could be made to go there again. */
export const adminEndpointStandingSchema = z.object({
  sandbox: z.object({ id: sandboxIdSchema, label: z.string() }),
  endpoint: adminEndpointSchema.nullable(),
  /** How many were given up and can be made to go again; counting stops at 1,000. */
  dead: z.number().int().nonnegative(),
});
export type AdminEndpointStanding = z.infer<typeof adminEndpointStandingSchema>;

export const adminDeliveryDetailSchema = adminDeliverySchema.extend({
  /** Requests to its endpoint, the newest first; what was answered may repeat what was said, and is left out. */
  tries: z.array(deliveryAttemptSchema.omit({ answer: true })),
  ...adminEndpointStandingSchema.shape,
});
export type AdminDeliveryDetail = z.infer<typeof adminDeliveryDetailSchema>;

export const adminDeliveryInputSchema = z.object({ deliveryId: ulidSchema });

export const replayDeliveryInputSchema = adminDeliveryInputSchema.extend({ reason: reasonSchema });
/** All that was given up of one agent, or what it does with its endpoint. */
export const endpointDeedInputSchema = z.object({ sandboxId: sandboxIdSchema, reason: reasonSchema });
