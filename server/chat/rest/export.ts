import { exportInputSchema } from '#lib/contract/exports.ts';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf, queryOf } from '#server/rest/asked.ts';
import { download } from '#server/rest/download.ts';
import type { Call, Route, streamed } from '#server/rest/route.ts';
import { exportAccount } from '../export.ts';
import { exportConversation } from '../exports/conversation.ts';

export const exportRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/account/export',
    api: { says: 'All that is yours, as one JSON document.', output: 'file' },
    access: 'user',
    handle: (call, principal) => download(call, { format: 'json', pieces: exportAccount(call.app, principal) }),
  },
  {
    method: 'GET',
    path: '/v1/conversations/:conversationId/export',
    api: {
      says: 'All of a conversation, as JSON or as Markdown to read.',
      input: exportInputSchema,
      output: 'file',
    },
    access: 'participant',
    handle: ofConversation,
  },
];

async function ofConversation(call: Call, principal: UserPrincipal | BotPrincipal): Promise<typeof streamed> {
  const input = parseInput(exportInputSchema, { ...queryOf(call), conversationId: conversationIdOf(call) });
  return download(call, { format: input.format, pieces: await exportConversation(call.app, principal, input) });
}
