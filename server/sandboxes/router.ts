import { z } from 'zod';
import { createdSandboxSchema, createSandboxInputSchema, sandboxSchema } from '#lib/contract/sandboxes.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { createSandbox } from './create.ts';
import { listSandboxes } from './list.ts';

export const sandboxesRouter = router({
  list: signedInProcedure
    .output(z.object({ sandboxes: z.array(sandboxSchema) }))
    .query(({ ctx }) => listSandboxes(ctx.app, ctx.principal)),

  create: signedInProcedure
    .input(createSandboxInputSchema)
    .output(createdSandboxSchema)
    .mutation(({ ctx, input }) => createSandbox(ctx.app, ctx.principal, input)),
});
