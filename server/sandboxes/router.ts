import { z } from 'zod';
import { sandboxSchema } from '#lib/contract/sandboxes.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { listSandboxes } from './list.ts';

export const sandboxesRouter = router({
  list: signedInProcedure
    .output(z.object({ sandboxes: z.array(sandboxSchema) }))
    .query(({ ctx }) => listSandboxes(ctx.app, ctx.principal)),
});
