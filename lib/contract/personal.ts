import { z } from 'zod';
import { flagSchema, personalSchema } from './chat.ts';
import { conversationIdSchema } from './ids.ts';
import { draftMax } from './limits.ts';

// What one member sets of a conversation for themselves, on all of their devices. Nobody else is told.

const ofConversation = { conversationId: conversationIdSchema };

export const muteInputSchema = z.object({ ...ofConversation, muted: flagSchema.default(true) });
export const pinInputSchema = z.object({ ...ofConversation, pinned: flagSchema.default(true) });

/** What is being written and not sent; null when nothing is. */
export const draftInputSchema = z.object({
  ...ofConversation,
  text: z.string().max(draftMax, `must have at most ${draftMax} characters`).nullable(),
});

/** How everything stands that the person has set of this conversation. */
export const personalResultSchema = z.object({ ok: z.literal(true), personal: personalSchema });
export type PersonalResult = z.infer<typeof personalResultSchema>;
