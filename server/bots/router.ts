import { createdKeySchema } from '#lib/contract/accounts.ts';
import { botKeyInputSchema, botKeysSchema, createBotKeyInputSchema, createdBotSchema } from '#lib/contract/bot-keys.ts';
import { botStatusResultSchema } from '#lib/contract/bots.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { createSandboxInputSchema, sandboxInputSchema } from '#lib/contract/sandboxes.ts';
import { spendAgent, spendAgentKey } from '../limits.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { createBot } from './create.ts';
import { addKey, listKeys, removeKey } from './own-keys.ts';
import { readBotStatus } from './read-status.ts';

/** Agents that people run themselves, and what opens their doors. */
export const botsRouter = router({
  create: signedInProcedure
    .input(createSandboxInputSchema)
    .output(createdBotSchema)
    .mutation(async ({ ctx, input }) => {
      await spendAgent(ctx.app.limits, ctx.principal);
      return createBot(ctx.app, ctx.principal, input);
    }),

  status: signedInProcedure
    .input(sandboxInputSchema)
    .output(botStatusResultSchema)
    .query(({ ctx, input }) => readBotStatus(ctx.app, ctx.principal, input.sandboxId)),

  keys: signedInProcedure
    .input(sandboxInputSchema)
    .output(botKeysSchema)
    .query(({ ctx, input }) => listKeys(ctx.app, ctx.principal, input.sandboxId)),

  createKey: signedInProcedure
    .input(createBotKeyInputSchema)
    .output(createdKeySchema)
    .mutation(async ({ ctx, input }) => {
      await spendAgentKey(ctx.app.limits, ctx.principal);
      return addKey(ctx.app, ctx.principal, input);
    }),

  revokeKey: signedInProcedure
    .input(botKeyInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => removeKey(ctx.app, ctx.principal, input)),
});
