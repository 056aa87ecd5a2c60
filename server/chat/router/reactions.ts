import { reactionAddedSchema, reactionInputSchema, reactionRemovedSchema } from '#lib/contract/chat.ts';
import { spendReaction } from '#server/limits.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { addReaction, removeReaction } from '../reactions.ts';

export const reactionsRouter = router({
  add: signedInProcedure
    .input(reactionInputSchema)
    .output(reactionAddedSchema)
    .mutation(async ({ ctx, input }) => {
      await spendReaction(ctx.app.limits, ctx.principal, input.conversationId);
      return addReaction(ctx.app, ctx.principal, input);
    }),

  remove: signedInProcedure
    .input(reactionInputSchema)
    .output(reactionRemovedSchema)
    .mutation(async ({ ctx, input }) => {
      await spendReaction(ctx.app.limits, ctx.principal, input.conversationId);
      return removeReaction(ctx.app, ctx.principal, input);
    }),
});
