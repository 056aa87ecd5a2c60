import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamed, type Call } from './route.ts';

const formats = {
  json: { type: 'application/json', ending: 'json' },
  markdown: { type: 'text/markdown', ending: 'md' },
};

interface Download {
  format: keyof typeof formats;
  pieces: AsyncIterable<string>;
}

/** Read no faster than it is taken. What fails half-way ends the connection: no half document looks like a whole one. */
export async function download(call: Call, { format, pieces }: Download): Promise<typeof streamed> {
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
