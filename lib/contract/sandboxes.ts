import { z } from 'zod';
import { conversationIdSchema, sandboxIdSchema } from './ids.ts';

export const runtimeSchema = z.enum(['external', 'builtin', 'openclaw']);
export type Runtime = z.infer<typeof runtimeSchema>;

export const sandboxStatusSchema = z.enum(['provisioned', 'starting', 'running', 'stopped', 'destroying', 'destroyed']);
export type SandboxStatus = z.infer<typeof sandboxStatusSchema>;

/** How present a bot is: here, away for a while, gone, or not heard of yet. */
export const botPresenceSchema = z.enum(['online', 'idle', 'offline', 'unknown']);
export type BotPresence = z.infer<typeof botPresenceSchema>;

export const sandboxSchema = z.object({
  sandboxId: sandboxIdSchema,
  /** Whose it is, when it isn't one person's. */
  organizationId: z.string().nullable(),
  label: z.string(),
  /** A person's, or an organization's. */
  ownerName: z.string(),
  /** The letter of the signal flag that the agent flies. */
  flag: z.string().length(1),
  runtime: runtimeSchema,
  status: sandboxStatusSchema,
  /** Why it could not be started, in words; null unless that is why it is stopped. */
  statusReason: z.string().nullable(),
  bot: z.object({ presence: botPresenceSchema, at: z.number().int().nullable() }),
  /** May the reader decide what it may do? */
  mayDecide: z.boolean(),
  /** The names of all who may. */
  approvers: z.array(z.string()),
  /** May the reader change its name and its keys, start and stop it, and destroy it? */
  mayManage: z.boolean(),
});
export type Sandbox = z.infer<typeof sandboxSchema>;
export const sandboxListSchema = z.object({ sandboxes: z.array(sandboxSchema) });
export const sandboxInputSchema = z.object({ sandboxId: sandboxIdSchema });

const agentNameSchema = z.string().trim().min(1).max(40);
/** With an organization it is made for that one, by whoever runs it. */
export const createSandboxInputSchema = z.object({
  label: agentNameSchema,
  organizationId: z.string().min(1).max(64).optional(),
});
export type CreateSandboxInput = z.infer<typeof createSandboxInputSchema>;
export const createdSandboxSchema = z.object({ sandbox: sandboxSchema, conversationId: conversationIdSchema });
export const renameSandboxInputSchema = z.object({ sandboxId: sandboxIdSchema, label: agentNameSchema });
