import { accountSchema, doorSchema, signUpInputSchema } from '#lib/contract/accounts.ts';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import { router } from '../trpc/init.ts';
import { publicProcedure, signedInProcedure } from '../trpc/procedures.ts';
import { accountOf } from './sessions.ts';
import { readDoor, signUp } from './sign-up.ts';

export const accountsRouter = router({
  door: publicProcedure.output(doorSchema).query(({ ctx }) => readDoor(ctx.app, ctx.visitor)),

  signUp: publicProcedure
    .input(signUpInputSchema)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => signUp(ctx.app, ctx.visitor, input)),

  me: signedInProcedure.output(accountSchema).query(async ({ ctx }) => {
    const account = await accountOf(ctx.app, ctx.principal);
    if (account === null) throw notFound();
    return account;
  }),
});
