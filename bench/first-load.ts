import { get as request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

interface Got {
  status: number;
  text: string;
  /** As they came over the wire, without headers. */
  bytes: number;
}

/** As a browser asks, which takes what is compressed. */
export function get(url: string, { cookie }: { cookie: string }): Promise<Got> {
  const headers = { cookie, 'accept-encoding': 'gzip, deflate, br' };
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      const plain = decoded(response);
      readText(plain).then((text) => resolve({ status: response.statusCode ?? 0, text, bytes }), reject);
    }).once('error', reject);
  });
}

function decoded(response: NodeJS.ReadableStream & { headers: Record<string, unknown> }): NodeJS.ReadableStream {
  const encoding = response.headers['content-encoding'];
  if (encoding === 'gzip') return response.pipe(createGunzip());
  return encoding === 'br' ? response.pipe(createBrotliDecompress()) : response;
}

/** Compressed, of the scripts that a page itself names: what comes later is asked for by these. */
export async function codeBefore(page: string, cookie: string): Promise<{ kB: number; scripts: number }> {
  const { text } = await get(page, { cookie });
  const sources = new Set(
    (text.match(/<script\b[^>]*>/gi) ?? [])
      .filter((tag) => !/\snomodule\b/i.test(tag))
      .flatMap((tag) => /\ssrc="([^"]+)"/i.exec(tag)?.[1] ?? []),
  );
  const loaded = await Promise.all([...sources].map((source) => get(new URL(source, page).href, { cookie })));
  return { kB: loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000, scripts: sources.size };
}
