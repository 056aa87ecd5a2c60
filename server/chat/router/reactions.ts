import { reactionAddedSchema, reactionInputSchema, reactionRemovedSchema } from '#lib/contract/chat.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { addReaction, removeReaction } from '../reactions.ts';

export const reactionsRouter = router({
  add: signedInProcedure
    .input(reactionInputSchema)
    .output(reactionAddedSchema)
    .mutation(({ ctx, input }) => addReaction(ctx.app, ctx.principal, input)),

  remove: signedInProcedure
    .input(reactionInputSchema)
    .output(reactionRemovedSchema)
    .mutation(({ ctx, input }) => removeReaction(ctx.app, ctx.principal, input)),
});
