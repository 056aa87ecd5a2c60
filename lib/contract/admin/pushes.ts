import { z } from 'zod';
import { limitSchema } from '../chat.ts';
import { conversationIdSchema, instantSchema, messageIdSchema, sandboxIdSchema, ulidSchema } from '../ids.ts';
import { cursorSchema } from './pages.ts';

export const pushKindSchema = z.enum(['message', 'approval', 'lifecycle', 'test']);
export const pushStateSchema = z.enum(['pending', 'accepted', 'delivered', 'suppressed', 'no_targets', 'failed']);
export type PushState = z.infer<typeof pushStateSchema>;

/** That somebody was to be told of something. Without what was said, and without the way to any device. */
export const adminPushSchema = z.object({
  id: ulidSchema,
  kind: pushKindSchema,
  state: pushStateSchema,
  /** Why it went to nobody. */
  why: z.string().nullable(),
  person: z.object({ id: z.string(), name: z.string() }),
  sandboxId: sandboxIdSchema.nullable(),
  conversationId: conversationIdSchema.nullable(),
  messageId: messageIdSchema.nullable(),
  createdAt: instantSchema,
  dueAt: instantSchema,
  endedAt: instantSchema.nullable(),
  devices: z.number().int().nonnegative(),
});
export type AdminPush = z.infer<typeof adminPushSchema>;

export const adminPushesInputSchema = z.object({
  /** An id, or an e-mail. */
  person: z.string().trim().min(1).max(254).optional(),
  sandboxId: sandboxIdSchema.optional(),
  conversationId: conversationIdSchema.optional(),
  state: pushStateSchema.optional(),
  kind: pushKindSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});
export type AdminPushesInput = z.infer<typeof adminPushesInputSchema>;

export const adminPushesPageSchema = z.object({
  pushes: z.array(adminPushSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});

export const adminPushDetailSchema = adminPushSchema.extend({
  targets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['web', 'expo']),
      state: z.enum(['pending', 'accepted', 'delivered', 'failed']),
      attempts: z.number().int().nonnegative(),
      /** When it is tried next; null when it isn't. */
      nextTryAt: instantSchema.nullable(),
      /** A code, never a sentence of somebody else's service. */
      error: z.string().nullable(),
    }),
  ),
});
export type AdminPushDetail = z.infer<typeof adminPushDetailSchema>;

export const adminPushInputSchema = z.object({ pushId: ulidSchema });
