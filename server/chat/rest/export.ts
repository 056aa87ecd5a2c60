import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { streamed, type Call, type Route } from '#server/rest/route.ts';
import { exportAccount } from '../export.ts';

export const exportRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/account/export',
    api: { says: 'All that is yours, as one JSON document.', output: 'file' },
    access: 'user',
    handle: download,
  },
];

/** Read no faster than it is taken. What fails half-way ends the connection: no half document looks like a whole one. */
async function download(call: Call, principal: UserPrincipal): Promise<typeof streamed> {
  const { app, res, requestId } = call;
  const day = app.clock.now().toISOString().slice(0, 10);
  res.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="claw-chat-${day}.json"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  });
  await pipeline(Readable.from(exportAccount(app, principal)), res).catch((error: unknown) => {
    call.log.warn({ err: error }, 'An export ended before its end.');
    res.destroy();
  });
  return streamed;
}
