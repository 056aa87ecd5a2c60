import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Budget, RateLimit } from './rate-limit.ts';
import type { RedisLink } from './redis.ts';

export interface RedisRateLimitOptions {
  redis: RedisLink;
  clock: Clock;
  /** Tells this limit's buckets from those of others. */
  name: string;
  budget: Budget;
  /** Asked while Redis is away: each node then counts for itself. */
  without: RateLimit;
}

/** On all nodes together. A bucket goes by itself once it is full. */
export class RedisRateLimit implements RateLimit {
  readonly #options: RedisRateLimitOptions;

  constructor(options: RedisRateLimitOptions) {
    this.#options = options;
  }

  take(key: string, count = 1): Promise<number | null> {
    return this.#wait('take', key, count);
  }

  peek(key: string): Promise<number | null> {
    return this.#wait('peek', key, 1);
  }

  async giveBack(key: string): Promise<void> {
    try {
      await this.#run('give back', key, 1);
    } catch {
      await this.#options.without.giveBack(key);
    }
  }

  async #wait(what: 'take' | 'peek', key: string, count: number): Promise<number | null> {
    try {
      const waitMs = Number(await this.#run(what, key, count));
      return waitMs > 0 ? Math.ceil(waitMs / 1000) : null;
    } catch {
      return this.#options.without[what](key, count);
    }
  }

  #run(what: 'take' | 'peek' | 'give back', key: string, count: number): Promise<unknown> {
    const { redis, clock, name, budget } = this.#options;
    // Hashed: addresses and e-mail addresses are nothing that Redis has to know.
    const digest = createHash('sha256').update(key).digest('base64url');
    const now = clock.now().getTime();
    return redis.run(script, redis.nameOf(`limit:${name}:${digest}`), what, now, budget.everyMs, budget.burst, count);
  }
}

/**
 * As MemoryRateLimit reckons: the value is the moment at which the bucket is full again. The time is the node's, which
 * follows the database's, so that a rule's clock is one and can be moved.
 */
const script = `
local now, every, burst, count = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local fullAt = tonumber(redis.call('GET', KEYS[1]) or now)
local missing = math.min(math.max(fullAt - now, 0), burst * every)
local wait = math.max(0, missing - (burst - count) * every)
if ARGV[1] == 'peek' then return wait end
if ARGV[1] == 'give back' then missing = math.max(0, missing - count * every)
elseif wait == 0 then missing = missing + count * every end
if missing == 0 then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.format('%.0f', now + missing), 'PX', string.format('%.0f', missing)) end
return wait
`;
