import { actInputSchema, actResultSchema } from '#lib/contract/notifications.ts';
import { parseInput } from '#server/errors.ts';
import { networkOf } from '#server/limits.ts';
import { spend } from '#server/rate-limit.ts';
import { fieldsOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { act } from './act.ts';

export const pushActionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1/push/act',
    api: {
      says: 'Decides what a notification asked, by the word that came with it. Once.',
      input: actInputSchema,
      output: actResultSchema,
    },
    // The word says who: a service worker may answer after its page and its cookie are gone.
    access: 'public',
    handle: async (call) => {
      await spend(call.app.limits.actByAddress, networkOf(call.address));
      return ok(await act(call.app, parseInput(actInputSchema, fieldsOf(await readJson(call.req)))));
    },
  },
];
