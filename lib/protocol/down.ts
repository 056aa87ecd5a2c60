import { z } from 'zod';

const position = z.number().int().nonnegative();

export const socketErrorCodeSchema = z.enum(['too_many_contexts', 'forbidden', 'invalid_frame', 'rate_limited']);
export type SocketErrorCode = z.infer<typeof socketErrorCodeSchema>;

export const downFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('event'),
    context: z.string(),
    event: z.string(),
    payload: z.unknown(),
    seq: position.optional(),
    id: position.optional(),
  }),
  z.object({
    type: z.literal('context.subscribed'),
    context: z.string(),
    head: position,
    epoch: z.number().int(),
    /** True when what came before this frame reaches back to the `after` that was asked for. */
    resumed: z.boolean(),
  }),
  z.object({ type: z.literal('context.cursor'), context: z.string(), id: position }),
  z.object({ type: z.literal('context.resync'), context: z.string(), head: position, epoch: z.number().int() }),
  z.object({
    type: z.literal('error'),
    code: socketErrorCodeSchema,
    context: z.string().optional(),
    max: z.number().int().optional(),
  }),
  z.object({ type: z.literal('goaway'), retryAfterMs: z.number().int().nonnegative() }),
]);

export type DownFrame = z.infer<typeof downFrameSchema>;

export const closeCodes = {
  /** The ticket's session or right is gone. */
  unauthorised: 4001,
  /** More than the buffer's bound was waiting: resume. */
  tooSlow: 4002,
  protocolError: 4003,
  noHeartbeat: 4008,
  restart: 1012,
} as const;
