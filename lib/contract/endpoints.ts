import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { sandboxInputSchema } from './sandboxes.ts';

/** Where an agent takes its deliveries by request, as its people see it: never the secret. */
export const endpointSchema = z.object({
  url: z.string(),
  createdAt: instantSchema,
  /** Nothing is sent there any more, and why: it answered 410, or an operator decided so. */
  disabled: z.object({ at: instantSchema, why: z.enum(['gone', 'operator']) }).nullable(),
  /** Until then the secret before this one signs, too. */
  previousUntil: instantSchema.nullable(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const endpointResultSchema = z.object({ endpoint: endpointSchema.nullable() });

export const setEndpointInputSchema = sandboxInputSchema.extend({ url: z.string().trim().min(1).max(2_000) });
export type SetEndpointInput = z.infer<typeof setEndpointInputSchema>;

/** `secret` is told when it is made, and never again. Null: it is the one that was made before. */
export const setEndpointResultSchema = z.object({ endpoint: endpointSchema, secret: z.string().nullable() });
export type SetEndpointResult = z.infer<typeof setEndpointResultSchema>;

/** What an endpoint made of a question that asks for nothing but a sign of life. */
export const probeResultSchema = z.object({
  ok: z.boolean(),
  status: z.number().int().nullable(),
  failure: z.string().nullable(),
  durationMs: z.number().int().nonnegative(),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;
