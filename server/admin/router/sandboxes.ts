import { doneSchema } from '#lib/contract/accounts.ts';
import {
  adminSandboxDeedSchema,
  adminSandboxDetailSchema,
  adminSandboxInputSchema,
  adminSandboxPageSchema,
  listAdminSandboxesInputSchema,
  sandboxFiguresSchema,
} from '#lib/contract/admin/sandboxes.ts';
import { audited } from '#server/trpc/audited.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { sandboxFigures } from '../sandboxes/figures.ts';
import { listSandboxesForOperator } from '../sandboxes/list.ts';
import { destroyForOperator, restartForOperator, startForOperator, stopForOperator } from '../sandboxes/operate.ts';
import { readSandboxForOperator } from '../sandboxes/read.ts';

const sandbox = ({ sandboxId }: { sandboxId: string }) => ({ kind: 'sandbox', id: sandboxId }) as const;

/** What an operator may see and do of everybody's agents. What is said to them is not among it. */
export const sandboxProcedures = {
  sandboxes: operatorProcedure
    .input(listAdminSandboxesInputSchema)
    .output(adminSandboxPageSchema)
    .query(({ ctx, input }) => listSandboxesForOperator(ctx.app, input)),

  sandboxFigures: operatorProcedure.output(sandboxFiguresSchema).query(({ ctx }) => sandboxFigures(ctx.app)),

  sandbox: operatorProcedure
    .input(adminSandboxInputSchema)
    .output(adminSandboxDetailSchema)
    .query(({ ctx, input }) => readSandboxForOperator(ctx.app, input.sandboxId)),

  startSandbox: operatorProcedure
    .input(adminSandboxDeedSchema)
    .output(doneSchema)
    .mutation(audited('sandbox.started', sandbox, ({ ctx, input }) => startForOperator(ctx.app, input.sandboxId))),

  stopSandbox: operatorProcedure
    .input(adminSandboxDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.stopped', sandbox, ({ ctx, input }) => stopForOperator(ctx.app, ctx.principal, input.sandboxId)),
    ),

  restartSandbox: operatorProcedure
    .input(adminSandboxDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.restarted', sandbox, ({ ctx, input }) =>
        restartForOperator(ctx.app, ctx.principal, input.sandboxId),
      ),
    ),

  destroySandbox: operatorProcedure
    .input(adminSandboxDeedSchema)
    .output(doneSchema)
    .mutation(audited('sandbox.destroyed', sandbox, ({ ctx, input }) => destroyForOperator(ctx.app, input.sandboxId))),
};
