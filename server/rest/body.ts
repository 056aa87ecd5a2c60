import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors.ts';

const bodyBytesMax = 1024 * 1024;

/** The request's JSON. An empty body is `undefined`, which is what a call without input sends. */
export async function readJson(req: IncomingMessage, bytesMax = bodyBytesMax): Promise<unknown> {
  const text = await readText(req, bytesMax);
  if (text === '') return undefined;
  const type = req.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new Fault('unsupported_media_type', 'Send the body as application/json.');
  }
  return refuseUnstorable(parse(text));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('invalid_json', "The body isn't JSON.", { cause: error });
  }
}

/** Before anything of it is read, and before anybody is asked who is calling. */
export function refuseAnnounced(req: IncomingMessage, bytesMax = bodyBytesMax): void {
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
}

/** For bodies that somebody else reads, without counting: their length has to be known before. */
export function refuseUnmeasured(req: IncomingMessage): void {
  refuseAnnounced(req);
  if (req.headers['transfer-encoding'] !== undefined) {
    throw new Fault('too_large', 'A body of unknown length is too big here. Announce its length.');
  }
}

/** Counted while it streams in: an announced length can lie, and a missing one says nothing. */
async function readText(req: IncomingMessage, bytesMax: number): Promise<string> {
  refuseAnnounced(req, bytesMax);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop would else destroy the connection, and with it the answer that says why.
  const incoming = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of incoming) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('invalid_input', 'The body broke off before all of it was here.', { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new Fault('invalid_text', "The body isn't UTF-8.", { cause: error });
  }
}

function tooLarge(bytesMax: number): Fault {
  return new Fault('too_large', `The body is too big, ${bytesMax / 1024} KiB at most.`);
}

/**
 * Postgres keeps neither U+0000 nor half of a surrogate pair, in text or in jsonb. Refused here, for every string of every
 * input, so that no schema has to remember it.
 */
export function refuseUnstorable(value: unknown, depth = 0): unknown {
  if (depth > 32) throw new Fault('invalid_input', 'The input is nested too deeply.');
  if (typeof value === 'string') refuseUnstorableText(value);
  else if (Array.isArray(value)) value.forEach((entry) => refuseUnstorable(entry, depth + 1));
  else if (value !== null && typeof value === 'object') {
    for (const [name, entry] of Object.entries(value)) {
      refuseUnstorableText(name);
      refuseUnstorable(entry, depth + 1);
    }
  }
  return value;
}

function refuseUnstorableText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new Fault('invalid_text', 'The input has a character that can not be stored (U+0000 or half of a pair).');
  }
}
