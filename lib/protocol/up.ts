import { z } from 'zod';
import { contextLengthMax } from '#lib/contexts.ts';

export const contextsPerFrameMax = 200;
export const frameBytesMax = 64 * 1024;

const contextSchema = z.string().min(1).max(contextLengthMax);

/** A plain string is the old way: live events from now on, no resume. */
export const subscriptionSchema = z.union([
  contextSchema,
  z.object({
    context: contextSchema,
    /** A position that cannot be, a negative one or one beyond the head, is answered with a resync like one too old. */
    after: z.number().int(),
    /** The epoch that `after` was read in; a position of another epoch is answered with a resync. */
    epoch: z.number().int().optional(),
  }),
]);

export const upFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('context.subscribe'),
    contexts: z.array(subscriptionSchema).max(contextsPerFrameMax),
  }),
  z.object({ type: z.literal('context.unsubscribe'), contexts: z.array(contextSchema).max(contextsPerFrameMax) }),
  z.object({ type: z.literal('ack'), seq: z.number().int().nonnegative() }),
]);

export type Subscription = z.infer<typeof subscriptionSchema>;
export type UpFrame = z.infer<typeof upFrameSchema>;
