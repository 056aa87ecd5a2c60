import type { ZodType } from 'zod';
import { conversationInputSchema } from '#lib/contract/chat.ts';
import { draftInputSchema, muteInputSchema, pinInputSchema } from '#lib/contract/personal.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf, fieldsOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { changePersonal } from '../personal/change.ts';

/** What one sets of a conversation for oneself. */
export const personalRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/mute',
    access: 'user',
    handle: async (call, principal) =>
      ok(await changePersonal(call.app, principal, await asked(call, muteInputSchema))),
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/pin',
    access: 'user',
    handle: async (call, principal) => ok(await changePersonal(call.app, principal, await asked(call, pinInputSchema))),
  },
  ...[true, false].map((archived): Route => ({
    method: 'POST',
    path: `/v1/conversations/:conversationId/${archived ? 'archive' : 'unarchive'}`,
    access: 'user',
    handle: async (call, principal) =>
      ok(await changePersonal(call.app, principal, { ...(await asked(call, conversationInputSchema)), archived })),
  })),
  {
    method: 'PUT',
    path: '/v1/conversations/:conversationId/draft',
    access: 'user',
    handle: async (call, principal) => {
      const { conversationId, text } = await asked(call, draftInputSchema);
      return ok(await changePersonal(call.app, principal, { conversationId, draft: text }));
    },
  },
];

async function asked<T>(call: Call, schema: ZodType<T>): Promise<T> {
  return parseInput(schema, { ...fieldsOf(await readJson(call.req)), conversationId: conversationIdOf(call) });
}
