import { bearerSchema } from '#lib/contract/accounts.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { issueBearer } from '../bearer-tokens.ts';

export const tokenRoutes: Route[] = [
  {
    method: 'POST',
    path: '/api/kilo-chat/token',
    api: { says: 'A bearer token of an hour, for the page that asks.', output: bearerSchema },
    // The cookie's alone: a token that could ask for the next one would never end.
    access: 'cookie',
    handle: async (call, principal) => ok(await issueBearer(call.app, principal)),
  },
];
