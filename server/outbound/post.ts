import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connectTo } from './connect.ts';
import type { OutboundGuard } from './guard.ts';
import { isRefusal, placesOf, readTarget, type Refusal, type Target } from './target.ts';

const headersMax = 16 * 1024;

export interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** For all of it, looking the name up and reading the answer included. */
  timeoutMs: number;
  /** Bytes of the answer that are read; the rest is left. */
  answerMax: number;
  signal?: AbortSignal;
}

export type Posted =
  | { outcome: 'answered'; status: number; headers: IncomingHttpHeaders; text: string; durationMs: number }
  | { outcome: 'refused'; why: Refusal; durationMs: number }
  | { outcome: 'failed'; why: Failure; detail: string; mayHaveArrived: boolean; durationMs: number };

type Failure = 'dns' | 'connect' | 'tls' | 'timeout' | 'stopped' | 'reset' | 'bad_answer';

/**
 * A POST to an address that somebody else chose. Never throws for what the other side does. Follows no redirect and knows no
 * proxy: a redirect is an answer like any other. What was answered counts from its head on, whatever becomes of its text:
 * who said 200 has it.
 */
export async function postGuarded(guard: OutboundGuard, outgoing: Outgoing): Promise<Posted> {
  const begun = performance.now();
  const limit = AbortSignal.timeout(outgoing.timeoutMs);
  const signal = outgoing.signal === undefined ? limit : AbortSignal.any([limit, outgoing.signal]);
  const took = () => Math.round(performance.now() - begun);
  const failed = (error: unknown, ordinary: Failure, mayHaveArrived: boolean): Posted => {
    const why = limit.aborted ? 'timeout' : signal.aborted ? 'stopped' : ordinary;
    return { outcome: 'failed', why, detail: detailOf(error), mayHaveArrived, durationMs: took() };
  };

  const target = readTarget(guard, outgoing.url);
  if (isRefusal(target)) return { outcome: 'refused', why: target, durationMs: took() };
  let places: string[] | Refusal;
  try {
    places = await placesOf(guard, target, signal);
  } catch (error) {
    return failed(error, 'dns', false);
  }
  if (isRefusal(places)) return { outcome: 'refused', why: places, durationMs: took() };
  let socket: Socket;
  try {
    socket = await connectTo(guard, target, places, signal);
  } catch (error) {
    return failed(error, isOfTls(error) ? 'tls' : 'connect', false);
  }
  try {
    const answer = await ask(socket, target, outgoing, signal);
    const text = await beginningOf(answer, outgoing.answerMax);
    return { outcome: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, text, durationMs: took() };
  } catch (error) {
    return failed(error, isOfHttp(error) ? 'bad_answer' : 'reset', true);
  } finally {
    socket.destroy();
  }
}

function ask(socket: Socket, { url, host }: Target, outgoing: Outgoing, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asked = request({
    createConnection: () => socket,
    method: 'POST',
    host,
    path: url.pathname + url.search,
    // Last, so that nobody's own header says another host than the one that was checked.
    headers: { ...outgoing.headers, 'accept-encoding': 'identity', host: url.host },
    maxHeaderSize: headersMax,
    signal,
  });
  asked.once('response', resolve);
  asked.on('error', reject);
  asked.once('close', () => reject(new Error('closed before there was an answer')));
  asked.end(outgoing.body);
  return promise;
}

async function beginningOf(answer: IncomingMessage, bytesMax: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size >= bytesMax) break;
    }
  } catch {
    // It stalled or broke off. The head has said what we need to know, and this is only for people to read.
  }
  return Buffer.concat(parts).subarray(0, bytesMax).toString();
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A code that can be looked up, where there is one. */
function detailOf(error: unknown): string {
  return codeOf(error) || (error instanceof Error ? error.message : String(error));
}

function isOfHttp(error: unknown): boolean {
  return codeOf(error).startsWith('HPE_');
}

/** Everything but what the network itself says: certificates have many codes, the network has few. */
function isOfTls(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code !== '' && !/^(ECONN|EHOST|ENET|EADDR|EPIPE|ETIMEDOUT|EACCES|EPERM|EINVAL|ENOTFOUND|EMFILE|ENOBUFS)/.test(code)
  );
}
