import { serverTime } from './server-time.ts';

/** How long a call may go unanswered before it counts as unanswered. Longer than any answer, shorter than patience. */
const answerTimeoutMs = 20_000;

interface Procedure {
  kind: 'query' | 'mutation';
  input: unknown;
  signal?: AbortSignal;
}

/** The server's own word that it won't, with its code; anything else that is thrown is no answer. */
class Refusal extends Error {
  readonly data: unknown;

  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/** One call a request: batches would hold the fast answer until the slow one is there. */
export async function callProcedure(path: string, { kind, input, signal }: Procedure): Promise<unknown> {
  const asked = kind === 'query' ? reading(path, input) : sending(path, input);
  const sentAt = Date.now();
  const answer = await fetch(asked.url, { ...asked.init, signal: limited(signal) });
  serverTime.learn(answer.headers.get('date'), { sentAt, receivedAt: Date.now() });
  const body = (await answer.json()) as { result: { data: unknown } } | { error: { message: string; data: unknown } };
  if ('error' in body) throw new Refusal(body.error.message, body.error.data);
  return body.result.data;
}

const root = '/api/trpc/';
/** By this the server knows that a page of ours asks: other sites can't send it. */
const ours = { 'x-claw-chat': '1' };

function reading(path: string, input: unknown): { url: string; init: RequestInit } {
  const question = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return { url: `${root}${path}${question}`, init: { headers: ours } };
}

function sending(path: string, input: unknown): { url: string; init: RequestInit } {
  const body = input === undefined ? null : JSON.stringify(input);
  return {
    url: `${root}${path}`,
    init: { method: 'POST', headers: { ...ours, 'content-type': 'application/json' }, body },
  };
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}
