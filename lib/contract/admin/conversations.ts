import { z } from 'zod';
import { limitSchema } from '../chat.ts';
import { conversationIdSchema, instantSchema, sandboxIdSchema } from '../ids.ts';
import { cursorSchema } from './pages.ts';

const countSchema = z.number().int().nonnegative();

/** Everything about a conversation but what is said in it. Its title comes from what was said, so it isn't here either. */
export const adminConversationSchema = z.object({
  id: conversationIdSchema,
  sandbox: z.object({ id: sandboxIdSchema, label: z.string() }),
  organization: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: instantSchema,
  lastActivityAt: instantSchema,
  members: countSchema,
  /** Each count stops at 1,000. */
  messages: countSchema,
  /** Deliveries of it that were given up. */
  deliveriesDead: countSchema,
  waitingApprovals: countSchema,
  /** An answer that is being written: since when, and when it last grew. */
  stream: z.object({ since: instantSchema, grewAt: instantSchema }).nullable(),
});
export type AdminConversation = z.infer<typeof adminConversationSchema>;

export const adminConversationsInputSchema = z.object({
  /** An id: of a conversation, of an agent, or of somebody who is in it; or a person's e-mail. */
  search: z.string().trim().min(1).max(254).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});
export type AdminConversationsInput = z.infer<typeof adminConversationsInputSchema>;

export const adminConversationsPageSchema = z.object({
  conversations: z.array(adminConversationSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});

export const adminConversationDetailSchema = adminConversationSchema.extend({
  context: z.string(),
  /** The newest position in its log. */
  head: countSchema,
  /** At most 200, those who are in it first. */
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      kind: z.enum(['user', 'bot']),
      joinedAt: instantSchema,
      leftAt: instantSchema.nullable(),
    }),
  ),
});
export type AdminConversationDetail = z.infer<typeof adminConversationDetailSchema>;

export const adminConversationInputSchema = z.object({ conversationId: conversationIdSchema });
