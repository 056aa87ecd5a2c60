import type { Clock } from './clock.ts';
import { Fault } from './errors.ts';

export interface Budget {
  /** How many at once, after a pause. */
  burst: number;
  /** Milliseconds after which one more may go. */
  everyMs: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** About 200 bytes each. Who goes on making up new keys pushes out the ones that have rested longest, never the memory. */
const bucketsMax = 20_000;

/** A bucket of tokens for each key, on this node and in memory: a restart forgives, which nobody can bring about at will. */
export class RateLimit {
  readonly #budget: Budget;
  readonly #clock: Clock;
  readonly #bucketsMax: number;
  /** The least recently used first. A key that is missing has a full bucket. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(budget: Budget, clock: Clock, options: { bucketsMax?: number } = {}) {
    this.#budget = budget;
    this.#clock = clock;
    this.#bucketsMax = options.bucketsMax ?? bucketsMax;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Null: go ahead. Else the whole seconds to wait, and nothing was taken. Who is refused has not rested either. */
  take(key: string): number | null {
    const bucket = this.#refilled(key);
    const wait = this.#waitOf(bucket);
    this.#keep(key, wait === null ? { ...bucket, tokens: bucket.tokens - 1 } : bucket);
    return wait;
  }

  /** What `take` would say. */
  peek(key: string): number | null {
    return this.#waitOf(this.#refilled(key));
  }

  /** One that should not have counted. */
  giveBack(key: string): void {
    const bucket = this.#refilled(key);
    this.#keep(key, { ...bucket, tokens: Math.min(this.#budget.burst, bucket.tokens + 1) });
  }

  #refilled(key: string): Bucket {
    const { burst, everyMs } = this.#budget;
    const nowMs = this.#clock.now().getTime();
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    // A clock that was set back must not take tokens away.
    return { tokens: Math.min(burst, tokens + Math.max(0, nowMs - atMs) / everyMs), atMs: nowMs };
  }

  #waitOf({ tokens }: Bucket): number | null {
    return tokens >= 1 ? null : Math.ceil(((1 - tokens) * this.#budget.everyMs) / 1000);
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size <= this.#bucketsMax) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** For a door: takes one, or refuses the call and says when to come back. */
export function spend(limit: RateLimit, key: string): void {
  const wait = limit.take(key);
  if (wait !== null) throw rateLimited(wait);
}

export function rateLimited(retryAfterSeconds: number): Fault {
  return new Fault('rate_limited', `That was too often. Wait ${inWords(retryAfterSeconds)}.`, { retryAfterSeconds });
}

function inWords(seconds: number): string {
  if (seconds === 1) return 'a second';
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
