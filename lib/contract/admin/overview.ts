import { z } from 'zod';
import { instantSchema } from '../ids.ts';

/** What runs here, and since when. */
export const runningSchema = z.object({ version: z.string(), startedAt: instantSchema });
export type Running = z.infer<typeof runningSchema>;
