import {
  accountSchema,
  changePasswordInputSchema,
  deleteAccountInputSchema,
  doneSchema,
  doorSchema,
  renameInputSchema,
  requestResetInputSchema,
  requestResetResultSchema,
  resetPasswordInputSchema,
  signUpInputSchema,
  unlinkInputSchema,
  waysInSchema,
} from '#lib/contract/accounts.ts';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import { networkOf } from '../limits.ts';
import { spend } from '../rate-limit.ts';
import { router } from '../trpc/init.ts';
import { publicProcedure, signedInProcedure } from '../trpc/procedures.ts';
import { accountOf, changePassword, rename } from './account.ts';
import { deleteAccount } from './delete.ts';
import { requestReset, resetPassword } from './reset.ts';
import { readDoor, signUp } from './sign-up.ts';
import { readWaysIn, unlink } from './ways/ways-in.ts';

const done = { ok: true } as const;

export const accountsRouter = router({
  door: publicProcedure.output(doorSchema).query(({ ctx }) => readDoor(ctx.app, ctx.visitor)),

  signUp: publicProcedure
    .input(signUpInputSchema)
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input }) => {
      await spend(ctx.app.limits.signUpByAddress, networkOf(ctx.address));
      const { address, userAgent, requestId } = ctx;
      return signUp(ctx.app, ctx.visitor, input, { address, userAgent, requestId });
    }),

  me: signedInProcedure.output(accountSchema).query(async ({ ctx }) => {
    const account = await accountOf(ctx.app, ctx.principal);
    if (account === null) throw notFound();
    return account;
  }),

  rename: signedInProcedure
    .input(renameInputSchema)
    .output(accountSchema)
    .mutation(({ ctx, input }) => rename(ctx.app, ctx.principal, input.name)),

  changePassword: signedInProcedure
    .input(changePasswordInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.app, ctx.principal, input);
      return done;
    }),

  waysIn: signedInProcedure.output(waysInSchema).query(({ ctx }) => readWaysIn(ctx.app, ctx.principal)),

  unlink: signedInProcedure
    .input(unlinkInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await unlink(ctx.app, ctx.principal, input.provider);
      return done;
    }),

  requestReset: publicProcedure
    .input(requestResetInputSchema)
    .output(requestResetResultSchema)
    .mutation(async ({ ctx, input }) => {
      // By what was asked for, not by what is there: an unknown account is refused as soon as a known one.
      await spend(ctx.app.limits.resetByAddress, networkOf(ctx.address));
      await spend(ctx.app.limits.resetByAccount, input.email);
      return requestReset(ctx.app, input.email);
    }),

  resetPassword: publicProcedure
    .input(resetPasswordInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await resetPassword(ctx.app, input);
      return done;
    }),

  delete: signedInProcedure
    .input(deleteAccountInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await deleteAccount(ctx.app, ctx.principal, input.password);
      return done;
    }),
});
