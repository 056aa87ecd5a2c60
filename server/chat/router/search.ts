import { searchInputSchema, searchResultSchema } from '#lib/contract/search.ts';
import { spendSearch } from '#server/limits.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { search } from '../search/search.ts';

export const searchRouter = router({
  messages: signedInProcedure
    .input(searchInputSchema)
    .output(searchResultSchema)
    .query(async ({ ctx, input }) => {
      await spendSearch(ctx.app.limits, ctx.principal);
      return search(ctx.app, ctx.principal, input);
    }),
});
