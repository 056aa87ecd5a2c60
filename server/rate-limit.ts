import { Fault } from './errors.ts';

export interface Budget {
  /** How many at once, after a pause. */
  burst: number;
  /** Whole milliseconds after which one more may go. */
  everyMs: number;
}

/** A bucket of tokens for each key. */
export interface RateLimit {
  /** Takes so many, usually one. Null: go ahead. Else the whole seconds to wait, and nothing was taken. */
  take(key: string, count?: number): Promise<number | null>;
  /** What `take` of one would say. */
  peek(key: string): Promise<number | null>;
  /** One that should not have counted. */
  giveBack(key: string): Promise<void>;
}

/** For a door: takes what the call costs, or refuses it and says when to come back. */
export async function spend(limit: RateLimit, key: string, count = 1): Promise<void> {
  const wait = await limit.take(key, count);
  if (wait !== null) throw rateLimited(wait);
}

export function rateLimited(retryAfterSeconds: number): Fault {
  return new Fault('rate_limited', `That was too often. Wait ${inWords(retryAfterSeconds)}.`, { retryAfterSeconds });
}

function inWords(seconds: number): string {
  if (seconds === 1) return 'a second';
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
