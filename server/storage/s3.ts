import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import type { Env } from '../env.ts';
import { checkedKey, outOfReach, type Storage } from './storage.ts';

export type Bucket = NonNullable<Env['s3']>;

/** Without a byte in either direction. How long all of it takes is up to whoever sends or reads. */
const silenceMs = 30_000;

/**
 * Files in a bucket of any S3-compatible store, by its path and not by its host name: that needs no name of the bucket's
 * own in the DNS. A store writes an object when it has all of the announced bytes, so nothing is ever there in half.
 */
export function createS3Storage(bucket: Bucket): Storage {
  const urlOf = (key: string) => `${bucket.endpoint}/${encodeURIComponent(bucket.name)}/files/${checkedKey(key)}`;
  return {
    put: async (key, bytes, size) => {
      const { watched, whatItThrew } = watch(bytes);
      const headers = { 'content-length': String(size), 'content-type': 'application/octet-stream' };
      const answer = await ask(bucket, { method: 'PUT', url: urlOf(key), headers, body: watched }).catch(
        (error: unknown) => {
          throw whatItThrew() ?? outOfReach(error);
        },
      );
      await demand(answer, [200]);
      answer.resume();
    },
    get: async (key, range) => {
      const headers: Record<string, string> =
        range === undefined ? {} : { range: `bytes=${range.first}-${range.last}` };
      const answer = await ask(bucket, { method: 'GET', url: urlOf(key), headers }).catch(unreachable);
      if (answer.statusCode === 404) return gone(answer);
      await demand(answer, [range === undefined ? 200 : 206]);
      return answer;
    },
    remove: async (key) => {
      const answer = await ask(bucket, { method: 'DELETE', url: urlOf(key), headers: {} }).catch(unreachable);
      await demand(answer, [200, 204, 404]);
      answer.resume();
    },
  };
}

interface Asked {
  method: 'GET' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: AsyncIterable<Uint8Array>;
}

/**
 * The body isn't hashed for the signature: that would need all of it before its first byte is sent. A connection each: on
 * one that the store has just given up, an upload would be lost that can't be read again.
 */
async function ask(bucket: Bucket, { method, url, headers, body }: Asked): Promise<IncomingMessage> {
  const { region, accessKeyId, secretAccessKey } = bucket;
  const signer = new AwsV4Signer({ method, url, headers, service: 's3', region, accessKeyId, secretAccessKey });
  const signed = await signer.sign();
  const request = signed.url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const asking = request(signed.url, { method, headers: Object.fromEntries(signed.headers), agent: false });
    asking.setTimeout(silenceMs, () => asking.destroy(new Error(`nothing for ${silenceMs / 1_000} s`)));
    asking.once('response', resolve);
    asking.on('error', reject);
    pipeline(body ?? [], asking).catch(reject);
  });
}

/** What went wrong on the sender's side is not the store's fault, and is told as it is. */
function watch(bytes: AsyncIterable<Uint8Array>) {
  let threw: unknown = null;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      threw = error;
      throw error;
    }
  }
  return { watched: watched(), whatItThrew: () => threw };
}

async function demand(answer: IncomingMessage, wanted: number[]): Promise<void> {
  if (wanted.includes(answer.statusCode ?? 0)) return;
  const said = await text(answer).catch(() => '');
  answer.destroy();
  throw outOfReach(new Error(`The store of files answered ${answer.statusCode}: ${said.slice(0, 500)}`));
}

function gone(answer: IncomingMessage): null {
  answer.resume();
  return null;
}

function unreachable(error: unknown): never {
  throw outOfReach(error);
}
