import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { notFound } from '#server/errors.ts';
import { streamed, type Call } from '#server/rest/route.ts';
import type { Grant } from '../addresses.ts';
import { contentDisposition } from '../file-name.ts';
import { rangeOf } from '../range.ts';
import { accessFile, type StoredFile } from '../read.ts';
import { thumbnailOf } from '../removal.ts';

/** Opened by itself, a picture is looked at and can't do anything; everything else isn't shown at all. */
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/**
 * A picture is shown. All other files are saved, and come as bytes of no type: with its own type, a script that somebody
 * sent would be one that our own pages' policy lets in.
 */
export async function sendFile(call: Call, grant: Grant): Promise<typeof streamed> {
  const { req, res } = call;
  const file = await accessFile(call.app, grant);
  const headers = { ...headersOf(call, grant, file), 'accept-ranges': 'bytes' };
  if (req.headers['if-none-match'] === headers.etag) return (res.writeHead(304, headers).end(), streamed);
  const isSame = req.headers['if-range'] === undefined || req.headers['if-range'] === headers.etag;
  const range = isSame ? rangeOf(req.headers.range, file.size) : null;
  if (range === 'beyond') {
    res.writeHead(416, { ...headers, 'content-range': `bytes */${file.size}`, 'content-length': 0 }).end();
    return streamed;
  }
  const bytes = await call.app.storage.get(file.key, range ?? undefined);
  if (bytes === null) throw missing(call, file);
  if (range === null) res.writeHead(200, { ...headers, 'content-length': file.size });
  else {
    const { first, last } = range;
    const part = { 'content-range': `bytes ${first}-${last}/${file.size}`, 'content-length': last - first + 1 };
    res.writeHead(206, { ...headers, ...part });
  }
  return pour(call, bytes);
}

export async function sendThumbnail(call: Call, grant: Grant): Promise<typeof streamed> {
  const file = await accessFile(call.app, grant);
  if (!file.hasThumbnail) throw notFound();
  const bytes = await call.app.storage.get(thumbnailOf(file.key));
  if (bytes === null) throw missing(call, file);
  // Some kilobytes: its length isn't kept anywhere, and a browser wants to know it.
  const picture = await buffer(bytes);
  const headers = { ...headersOf(call, grant, file), 'content-type': 'image/webp', 'content-length': picture.length };
  call.res.writeHead(200, headers).end(picture);
  return streamed;
}

function headersOf({ app, requestId }: Call, { expiresAt }: Grant, file: StoredFile) {
  const seconds = Math.floor((expiresAt - app.clock.now().getTime()) / 1_000);
  return {
    'content-type': file.isImage ? file.mimeType : 'application/octet-stream',
    'content-disposition': contentDisposition(file.isImage ? 'inline' : 'attachment', file.filename),
    'content-security-policy': filePolicy,
    'x-content-type-options': 'nosniff',
    // No longer than the address: what was deleted is gone from browsers with it.
    'cache-control': `private, max-age=${seconds}, immutable`,
    etag: `"${file.key}"`,
    'x-request-id': requestId,
  };
}

/** What ends half-way ends the connection, so that nobody takes it for the whole. */
async function pour(call: Call, bytes: Readable): Promise<typeof streamed> {
  await pipeline(bytes, call.res).catch((error: unknown) => {
    call.log.debug({ err: error }, 'A download ended before its end.');
    call.res.destroy();
  });
  return streamed;
}

function missing(call: Call, { key }: StoredFile) {
  call.log.error({ key }, 'The bytes of a file are not where they were put.');
  return notFound();
}
