import { z } from 'zod';
import { botBlocksInputSchema } from './blocks.ts';
import { conversationIdSchema, memberIdSchema, messageIdSchema, ulidSchema } from './ids.ts';
import { activityMax, mentionsMax, streamedTextMax, textMax } from './limits.ts';

/** A message of an agent's. One that it goes on writing may begin with nothing. */
export const botSendInputSchema = z
  .object({
    conversationId: conversationIdSchema,
    content: botBlocksInputSchema.default([]),
    inReplyToMessageId: messageIdSchema.nullish(),
    clientId: ulidSchema.optional(),
    mentions: z.array(memberIdSchema).max(mentionsMax).optional(),
    streaming: z.boolean().optional(),
  })
  .refine(({ streaming, content }) => streaming === true || content.length > 0, {
    path: ['content'],
    error: 'must have at least one block',
  });

const ofStream = { conversationId: conversationIdSchema, messageId: messageIdSchema };

/** No text says that the agent is still at it. */
export const appendInputSchema = z.object({
  ...ofStream,
  /** Where this goes: in UTF-16 units of all the text that the message has, what it was opened with included. */
  offset: z.number().int().nonnegative().max(streamedTextMax),
  text: z.string().max(textMax),
});
export type AppendInput = z.infer<typeof appendInputSchema>;

export const appendResultSchema = z.object({
  ok: z.literal(true),
  /** Where the next one goes. */
  length: z.number().int().nonnegative(),
  /** A reader has asked that it should end. It is ended in a few seconds if its agent doesn't. */
  stopRequested: z.boolean(),
});
export type AppendResult = z.infer<typeof appendResultSchema>;

/** `content` comes after what was streamed. */
export const finishInputSchema = z.object({ ...ofStream, content: botBlocksInputSchema.default([]) });
export type FinishInput = z.infer<typeof finishInputSchema>;

/** What an agent is at, in a few words; people only type. */
export const typingInputSchema = z.object({
  conversationId: conversationIdSchema,
  activity: z
    .string()
    .max(activityMax)
    .refine((words) => words.trim() !== '', 'must not be blank')
    .optional(),
});
export type TypingInput = z.infer<typeof typingInputSchema>;
