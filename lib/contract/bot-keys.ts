import { z } from 'zod';
import { apiKeySchema, createdKeySchema, createKeyInputSchema } from './accounts.ts';
import { createdSandboxSchema, sandboxInputSchema } from './sandboxes.ts';

/** An agent of one's own comes with its first key, told this once. */
export const createdBotSchema = createdSandboxSchema.extend({ key: createdKeySchema });
export type CreatedBot = z.infer<typeof createdBotSchema>;

export const botKeysSchema = z.object({ keys: z.array(apiKeySchema) });
export const createBotKeyInputSchema = sandboxInputSchema.extend(createKeyInputSchema.shape);
export const botKeyInputSchema = sandboxInputSchema.extend({ keyId: z.string().min(1).max(64) });
