import { badgesSchema, badgeTotalSchema, clearBadgeInputSchema, unreadSchema } from '#lib/contract/notifications.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { clearBadgeBucketForUser } from '../badges/clear.ts';
import { listBadges, listUnread } from '../badges/read.ts';

export const badgesRouter = router({
  list: signedInProcedure.output(badgesSchema).query(({ ctx }) => listBadges(ctx.app, ctx.principal)),

  /** For pages, which count on from there. */
  unread: signedInProcedure.output(unreadSchema).query(({ ctx }) => listUnread(ctx.app, ctx.principal)),

  clear: signedInProcedure
    .input(clearBadgeInputSchema)
    .output(badgeTotalSchema)
    .mutation(({ ctx, input }) => clearBadgeBucketForUser(ctx.app, ctx.principal, input)),
});
