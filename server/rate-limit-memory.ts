import type { Clock } from './clock.ts';
import type { Budget, RateLimit } from './rate-limit.ts';

/** About 200 bytes each. Who goes on making up new keys pushes out the ones that have rested longest, never the memory. */
const bucketsMax = 20_000;

/**
 * On this node alone: a restart forgives, which nobody can bring about at will.
 *
 * A bucket is kept as the moment at which it is full again, in whole milliseconds. So nothing is rounded, and what Redis
 * reckons from the same moment is the same.
 */
export class MemoryRateLimit implements RateLimit {
  readonly #budget: Budget;
  readonly #clock: Clock;
  readonly #bucketsMax: number;
  /** The least recently used first. A key that is missing has a full bucket. */
  readonly #fullAt = new Map<string, number>();

  constructor(budget: Budget, clock: Clock, options: { bucketsMax?: number } = {}) {
    this.#budget = budget;
    this.#clock = clock;
    this.#bucketsMax = options.bucketsMax ?? bucketsMax;
  }

  get size(): number {
    return this.#fullAt.size;
  }

  /** Who is refused has not rested either. */
  async take(key: string, count = 1): Promise<number | null> {
    const missing = this.#missing(key);
    const wait = this.#waitOf(missing, count);
    this.#keep(key, wait === null ? missing + count * this.#budget.everyMs : missing);
    return wait;
  }

  async peek(key: string): Promise<number | null> {
    return this.#waitOf(this.#missing(key), 1);
  }

  async giveBack(key: string): Promise<void> {
    this.#keep(key, Math.max(0, this.#missing(key) - this.#budget.everyMs));
  }

  /**
   * How many milliseconds the bucket is from being full. No more than an empty one: after a clock was set back nobody waits
   * longer than for one token.
   */
  #missing(key: string): number {
    const { burst, everyMs } = this.#budget;
    const now = this.#clock.now().getTime();
    return Math.min(Math.max((this.#fullAt.get(key) ?? now) - now, 0), burst * everyMs);
  }

  #waitOf(missing: number, count: number): number | null {
    const { burst, everyMs } = this.#budget;
    const waitMs = missing - (burst - count) * everyMs;
    return waitMs > 0 ? Math.ceil(waitMs / 1000) : null;
  }

  #keep(key: string, missing: number): void {
    this.#fullAt.delete(key);
    if (missing === 0) return;
    this.#fullAt.set(key, this.#clock.now().getTime() + missing);
    if (this.#fullAt.size <= this.#bucketsMax) return;
    const [oldest] = this.#fullAt.keys();
    if (oldest !== undefined) this.#fullAt.delete(oldest);
  }
}
