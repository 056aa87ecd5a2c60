import { z } from 'zod';
import { limitSchema } from './chat.ts';
import { conversationIdSchema, instantSchema, memberIdSchema, messageIdSchema, sandboxIdSchema } from './ids.ts';
import { queryMax } from './limits.ts';

export const searchInputSchema = z.object({
  /**
   * Words, all of which must be there; the last one may be a beginning. What stands in quotes, or is written without a blank
   * (`rollout.yaml`), must stand together.
   */
  query: z.string().trim().min(1).max(queryMax),
  sandboxId: sandboxIdSchema.optional(),
  conversationId: conversationIdSchema.optional(),
  /** Who wrote it. */
  from: memberIdSchema.optional(),
  limit: limitSchema,
  cursor: z.string().min(1).max(300).nullish(),
});
export type SearchInput = z.infer<typeof searchInputSchema>;

/** A piece of text, and whether it is what was looked for. Text, never markup. */
export const segmentSchema = z.object({ text: z.string(), isHit: z.boolean() });
export type Segment = z.infer<typeof segmentSchema>;

const placeSchema = { conversationId: conversationIdSchema, sandboxId: sandboxIdSchema };

export const messageHitSchema = z.object({
  ...placeSchema,
  title: z.string().nullable(),
  /** `messages.list` around it shows it in its place. */
  messageId: messageIdSchema,
  senderId: memberIdSchema,
  /** Null when there is no such account any more. */
  senderName: z.string().nullable(),
  createdAt: instantSchema,
  /** What stands around the first hit. */
  excerpt: z.array(segmentSchema),
});
export type MessageHit = z.infer<typeof messageHitSchema>;

export const conversationHitSchema = z.object({
  ...placeSchema,
  title: z.array(segmentSchema),
  lastActivityAt: instantSchema,
  archived: z.boolean(),
});
export type ConversationHit = z.infer<typeof conversationHitSchema>;

export const searchResultSchema = z.object({
  /** The newest two hundred that match, the best of them first; then the next two hundred. */
  messages: z.array(messageHitSchema),
  /** Those whose title matches, on the first page only. */
  conversations: z.array(conversationHitSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
