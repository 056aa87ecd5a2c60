import { approversInputSchema, approversSchema, setApproversInputSchema } from '#lib/contract/approvals.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import {
  createdSandboxSchema,
  createSandboxInputSchema,
  renameSandboxInputSchema,
  sandboxInputSchema,
  sandboxListSchema,
  sandboxSchema,
} from '#lib/contract/sandboxes.ts';
import { spendAgent } from '../limits.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { getApprovers, setApprovers } from './approvers.ts';
import { createSandbox } from './create.ts';
import { destroySandbox } from './destroy.ts';
import { listSandboxes } from './list.ts';
import { renameSandbox } from './rename.ts';
import { restartSandbox, startSandbox } from './start.ts';
import { stopSandbox } from './stop.ts';

export const sandboxesRouter = router({
  list: signedInProcedure.output(sandboxListSchema).query(({ ctx }) => listSandboxes(ctx.app, ctx.principal)),

  create: signedInProcedure
    .input(createSandboxInputSchema)
    .output(createdSandboxSchema)
    .mutation(async ({ ctx, input }) => {
      await spendAgent(ctx.app.limits, ctx.principal);
      return createSandbox(ctx.app, ctx.principal, input);
    }),

  rename: signedInProcedure
    .input(renameSandboxInputSchema)
    .output(sandboxSchema)
    .mutation(({ ctx, input }) => renameSandbox(ctx.app, ctx.principal, input)),

  start: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(({ ctx, input }) => startSandbox(ctx.app, ctx.principal, input.sandboxId)),

  stop: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(({ ctx, input }) => stopSandbox(ctx.app, ctx.principal, input.sandboxId)),

  restart: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(({ ctx, input }) => restartSandbox(ctx.app, ctx.principal, input.sandboxId)),

  destroy: signedInProcedure
    .input(sandboxInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => destroySandbox(ctx.app, ctx.principal, input.sandboxId)),

  approvers: signedInProcedure
    .input(approversInputSchema)
    .output(approversSchema)
    .query(({ ctx, input }) => getApprovers(ctx.app, ctx.principal, input.sandboxId)),

  setApprovers: signedInProcedure
    .input(setApproversInputSchema)
    .output(approversSchema)
    .mutation(({ ctx, input }) => setApprovers(ctx.app, ctx.principal, input)),
});
