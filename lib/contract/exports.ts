import { z } from 'zod';
import { conversationIdSchema } from './ids.ts';

export const exportInputSchema = z.object({
  conversationId: conversationIdSchema,
  /** For programs, or to be read. */
  format: z.enum(['json', 'markdown']).default('json'),
});
export type ExportInput = z.infer<typeof exportInputSchema>;
