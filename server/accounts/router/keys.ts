import { z } from 'zod';
import { apiKeySchema, createdKeySchema, createKeyInputSchema, doneSchema } from '#lib/contract/accounts.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { createKey, listKeys, revokeKey } from '../api-keys.ts';

/** A person's own keys to `/v1`. */
export const keysRouter = router({
  list: signedInProcedure
    .output(z.object({ keys: z.array(apiKeySchema) }))
    .query(({ ctx }) => listKeys(ctx.app, ctx.principal)),

  create: signedInProcedure
    .input(createKeyInputSchema)
    .output(createdKeySchema)
    .mutation(({ ctx, input }) => createKey(ctx.app, ctx.principal, input)),

  revoke: signedInProcedure
    .input(z.object({ id: z.string().max(64) }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await revokeKey(ctx.app, ctx.principal, input.id);
      return { ok: true as const };
    }),
});
