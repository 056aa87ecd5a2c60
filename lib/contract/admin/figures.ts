import { z } from 'zod';

/** A day in UTC, as the log counts them, and how often something happened on it. */
export const daySchema = z.object({ day: z.iso.date(), count: z.number().int().nonnegative() });
export type Day = z.infer<typeof daySchema>;
