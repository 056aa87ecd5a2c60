import { searchInputSchema, searchResultSchema } from '#lib/contract/search.ts';
import { parseInput } from '#server/errors.ts';
import { spendSearch } from '#server/limits.ts';
import { queryOf } from '#server/rest/asked.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { search } from '../search/search.ts';

export const searchRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/search',
    api: {
      says: 'Messages and titles that have these words, where you may read.',
      input: searchInputSchema,
      output: searchResultSchema,
    },
    access: 'participant',
    handle: async (call, principal) => {
      const input = parseInput(searchInputSchema, queryOf(call));
      await spendSearch(call.app.limits, principal);
      return ok(await search(call.app, principal, input));
    },
  },
];
