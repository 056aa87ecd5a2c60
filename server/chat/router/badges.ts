import { badgesSchema, badgeTotalSchema, clearBadgeInputSchema } from '#lib/contract/notifications.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { clearBadgeBucketForUser } from '../badges/clear.ts';
import { listBadges } from '../badges/read.ts';

export const badgesRouter = router({
  list: signedInProcedure.output(badgesSchema).query(({ ctx }) => listBadges(ctx.app, ctx.principal)),

  clear: signedInProcedure
    .input(clearBadgeInputSchema)
    .output(badgeTotalSchema)
    .mutation(({ ctx, input }) => clearBadgeBucketForUser(ctx.app, ctx.principal, input)),
});
