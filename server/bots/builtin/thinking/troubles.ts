import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';

/** What can be wrong with a model's endpoint. */
export type TroubleKind =
  | 'unreachable'
  | 'silent'
  | 'key_refused'
  | 'no_credit'
  | 'unknown_model'
  | 'too_long'
  | 'no_tools'
  | 'request_refused'
  | 'busy'
  | 'broken'
  | 'cut'
  | 'nonsense'
  | 'empty'
  | 'filtered'
  | 'room_used_up';

export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly kind: TroubleKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(kind: TroubleKind, { status = null, retryAfterMs = null }: Partial<Details> = {}) {
    super(kind);
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

interface Details {
  status: number | null;
  retryAfterMs: number | null;
}

/** By status first, and by words only where every endpoint has a status of its own for it. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  if (error instanceof APIConnectionTimeoutError) return new Trouble('silent');
  if (error instanceof APIConnectionError) return new Trouble('unreachable');
  // What an endpoint says in the middle of a stream is no JSON, or the line is torn.
  if (error instanceof SyntaxError) return new Trouble('nonsense');
  if (!(error instanceof APIError)) return new Trouble('cut');
  const status = statusOf(error);
  return new Trouble(kindOf(error, status), { status, retryAfterMs: retryAfterOf(error) });
}

const tooLong =
  /context.{0,20}(length|window|size)|maximum context|too many tokens|prompt is too long|input is too long/i;
const noTools = /\btools?\b|tool[_-]choice|function call/i;

function kindOf({ code, type, message }: APIError, status: number | null): TroubleKind {
  const said = `${String(code)} ${String(type)} ${message}`;
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 402 || said.includes('insufficient_quota')) return 'no_credit';
  if (tooLong.test(said) || status === 413) return 'too_long';
  if (status !== 429 && noTools.test(said)) return 'no_tools';
  if (status === 404) return 'unknown_model';
  if (status === 429) return 'busy';
  if (status === 408 || status === 409 || status === null || status >= 500) return 'broken';
  return 'request_refused';
}

/** An error in the middle of a stream comes without one, and often says it in its code. */
function statusOf({ status, code }: APIError): number | null {
  const said = status ?? Number(code);
  return Number.isInteger(said) && said >= 400 && said < 600 ? said : null;
}

function retryAfterOf({ headers }: APIError): number | null {
  const said = headers?.get('retry-after') ?? '';
  const seconds = Number(said);
  const ms = said !== '' && Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(said) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

const operator = 'Whoever runs this Claw Chat';

/** For people, when nothing could be said. */
export function sentenceOf({ kind, status, retryAfterMs }: Trouble): string {
  switch (kind) {
    case 'unreachable':
      return `I can’t reach my model: nothing answers at its address. ${operator} can look whether it is running. Ask me again when it is.`;
    case 'silent':
      return 'My model took the question and then said nothing for so long that I gave up. Ask me again, or something shorter.';
    case 'key_refused':
      return `My model refuses the key that I was given (${status}). ${operator} can set another one.`;
    case 'no_credit':
      return `My model’s account has no credit left. ${operator} can see to that.`;
    case 'unknown_model':
      return `At my model’s address nobody knows it (404). ${operator} can check its name and its address.`;
    case 'too_long':
      return 'This is too long for my model, even with nearly all of our conversation left out. A shorter message may work.';
    case 'no_tools':
    case 'request_refused':
      return `My model refused the question${status === null ? '' : ` (${status})`}. ${operator} can check its name and its settings.`;
    case 'busy':
      return `My model has too much to do and asks to be left alone${waitWords(retryAfterMs)} (429). Ask me again then.`;
    case 'broken':
      return `My model’s server is in trouble${status === null ? '' : ` (${status})`}, and stayed so when I tried again. Ask me again later.`;
    case 'cut':
      return 'The line to my model broke each time before it had said anything. Ask me again in a while.';
    case 'nonsense':
      return `What came from my model’s address was no answer of a model. ${operator} can check the address; for most it ends in /v1.`;
    case 'empty':
      return 'My model answered with nothing. Ask me again, in other words perhaps.';
    case 'filtered':
      return 'My model’s provider held its answer back.';
    case 'room_used_up':
      return 'My model used up its room before it came to an answer. A shorter question may work.';
  }
}

/** For people, below what had come until then. */
export function breakOf({ kind }: Trouble): string {
  if (kind === 'silent') return 'My answer breaks off here: my model went silent.';
  if (kind === 'filtered') return 'My answer breaks off here: my model’s provider held back the rest.';
  if (kind === 'room_used_up') return 'There was no room for more. Say “go on” for the rest.';
  return 'My answer breaks off here: the line to my model was lost.';
}

function waitWords(ms: number | null): string {
  if (ms === null) return ' for now';
  return ms < 90_000 ? ` for ${Math.ceil(ms / 1_000)} seconds` : ` for ${Math.ceil(ms / 60_000)} minutes`;
}
