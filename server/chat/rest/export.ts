import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportInputSchema } from '#lib/contract/exports.ts';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf, queryOf } from '#server/rest/asked.ts';
import { streamed, type Call, type Route } from '#server/rest/route.ts';
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

const formats = {
  json: { type: 'application/json', ending: 'json' },
  markdown: { type: 'text/markdown', ending: 'md' },
};

interface Download {
  format: keyof typeof formats;
  pieces: AsyncIterable<string>;
}

/** Read no faster than it is taken. What fails half-way ends the connection: no half document looks like a whole one. */
async function download(call: Call, { format, pieces }: Download): Promise<typeof streamed> {
  const { app, res, requestId } = call;
  const { type, ending } = formats[format];
  const day = app.clock.now().toISOString().slice(0, 10);
  res.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="claw-chat-${day}.${ending}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  });
  await pipeline(Readable.from(pieces), res).catch((error: unknown) => {
    call.log.warn({ err: error }, 'An export ended before its end.');
    res.destroy();
  });
  return streamed;
}
