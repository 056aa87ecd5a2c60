import { approversInputSchema, approversSchema, setApproversInputSchema } from '#lib/contract/approvals.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { organizationAgentsSchema, organizationInputSchema } from '#lib/contract/organizations.ts';
import {
  createdSandboxSchema,
  createSandboxInputSchema,
  renameSandboxInputSchema,
  sandboxInputSchema,
  sandboxListSchema,
  sandboxSchema,
} from '#lib/contract/sandboxes.ts';
import { spendAgent } from '../limits.ts';
import { audited } from '../trpc/audited.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { getApprovers, setApprovers } from './approvers.ts';
import { createSandbox } from './create.ts';
import { destroySandbox } from './destroy.ts';
import { listSandboxes } from './list.ts';
import { listOfOrganization } from './of-organization.ts';
import { renameSandbox } from './rename.ts';
import { restartSandbox, startSandbox } from './start.ts';
import { stopSandbox } from './stop.ts';

const one = ({ sandboxId }: { sandboxId: string }) => ({ kind: 'sandbox', id: sandboxId }) as const;

export const sandboxesRouter = router({
  list: signedInProcedure.output(sandboxListSchema).query(({ ctx }) => listSandboxes(ctx.app, ctx.principal)),

  ofOrganization: signedInProcedure
    .input(organizationInputSchema)
    .output(organizationAgentsSchema)
    .query(({ ctx, input }) => listOfOrganization(ctx.app, ctx.principal, input.organizationId)),

  create: signedInProcedure
    .input(createSandboxInputSchema)
    .output(createdSandboxSchema)
    .mutation(
      audited(
        'sandbox.made',
        () => ({ kind: 'sandbox', id: '' }) as const,
        async ({ ctx, input }) => {
          await spendAgent(ctx.app.limits, ctx.principal);
          return createSandbox(ctx.app, ctx.principal, input);
        },
        ({ sandbox }) => one(sandbox),
      ),
    ),

  rename: signedInProcedure
    .input(renameSandboxInputSchema)
    .output(sandboxSchema)
    .mutation(audited('sandbox.renamed', one, ({ ctx, input }) => renameSandbox(ctx.app, ctx.principal, input))),

  start: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(
      audited('sandbox.started', one, ({ ctx, input }) => startSandbox(ctx.app, ctx.principal, input.sandboxId)),
    ),

  stop: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(
      audited('sandbox.stopped', one, ({ ctx, input }) => stopSandbox(ctx.app, ctx.principal, input.sandboxId)),
    ),

  restart: signedInProcedure
    .input(sandboxInputSchema)
    .output(sandboxSchema)
    .mutation(
      audited('sandbox.restarted', one, ({ ctx, input }) => restartSandbox(ctx.app, ctx.principal, input.sandboxId)),
    ),

  destroy: signedInProcedure
    .input(sandboxInputSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.destroyed', one, ({ ctx, input }) => destroySandbox(ctx.app, ctx.principal, input.sandboxId)),
    ),

  approvers: signedInProcedure
    .input(approversInputSchema)
    .output(approversSchema)
    .query(({ ctx, input }) => getApprovers(ctx.app, ctx.principal, input.sandboxId)),

  setApprovers: signedInProcedure
    .input(setApproversInputSchema)
    .output(approversSchema)
    .mutation(audited('sandbox.approvers_set', one, ({ ctx, input }) => setApprovers(ctx.app, ctx.principal, input))),
});
