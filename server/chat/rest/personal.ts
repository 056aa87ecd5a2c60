import type { ZodType } from 'zod';
import { conversationInputSchema } from '#lib/contract/chat.ts';
import { draftInputSchema, muteInputSchema, personalResultSchema, pinInputSchema } from '#lib/contract/personal.ts';
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
    api: {
      says: 'Keeps a conversation from counting in your totals, or lets it count again.',
      input: muteInputSchema,
      output: personalResultSchema,
    },
    access: 'user',
    handle: async (call, principal) =>
      ok(await changePersonal(call.app, principal, await asked(call, muteInputSchema))),
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/pin',
    api: { says: 'Pins a conversation for you, or lets it go.', input: pinInputSchema, output: personalResultSchema },
    access: 'user',
    handle: async (call, principal) => ok(await changePersonal(call.app, principal, await asked(call, pinInputSchema))),
  },
  ...[true, false].map((archived): Route => ({
    method: 'POST',
    path: `/v1/conversations/:conversationId/${archived ? 'archive' : 'unarchive'}`,
    api: {
      says: archived
        ? 'Archives a conversation for you. It comes back when something is said in it, unless it is muted.'
        : 'Takes a conversation out of your archive.',
      input: conversationInputSchema,
      output: personalResultSchema,
    },
    access: 'user',
    handle: async (call, principal) =>
      ok(await changePersonal(call.app, principal, { ...(await asked(call, conversationInputSchema)), archived })),
  })),
  {
    method: 'PUT',
    path: '/v1/conversations/:conversationId/draft',
    api: {
      says: 'Keeps what you are writing, for your other devices.',
      input: draftInputSchema,
      output: personalResultSchema,
    },
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
