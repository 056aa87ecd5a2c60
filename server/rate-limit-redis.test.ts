import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryRateLimit } from './rate-limit-memory.ts';
import { RedisRateLimit } from './rate-limit-redis.ts';
import { spend } from './rate-limit.ts';
import type { RedisLink } from './redis.ts';
import { joinCluster, startTestRedis, type TestRedis } from './testing/redis.ts';
import { stoppedClock } from './testing/stopped-clock.ts';
import { until } from './testing/until.ts';

let redis: TestRedis;
let node: Awaited<ReturnType<typeof joinCluster>>;
beforeAll(async () => {
  redis = await startTestRedis();
  node = await joinCluster(redis.url);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

// Long enough that no bucket is full, and gone, while the clock stands still and a schedule is played.
const budget = { burst: 3, everyMs: 60_000 };
let names = 0;

function limitOn(link: RedisLink, { clock = stoppedClock(), name = `limit ${++names}`, burst = budget.burst } = {}) {
  const own = { ...budget, burst };
  const without = new MemoryRateLimit(own, clock);
  return { name, clock, without, limit: new RedisRateLimit({ redis: link, clock, name, budget: own, without }) };
}

test('Redis and memory give the same answers, whatever is taken, looked at and given back, and whenever', async () => {
  let steps = 0;
  const step = fc.record({
    what: fc.constantFrom('take', 'take', 'take', 'peek', 'giveBack'),
    key: fc.constantFrom('maya', 'jonas'),
    // Whole milliseconds, with the borders of a token among them; now and then the clock is set back.
    passMs: fc.oneof(fc.constantFrom(0, 1, 59_999, 60_000, 180_000, -1, -90_000), fc.nat(100_000)),
  });
  const run = fc.asyncProperty(fc.nat(4), fc.array(step, { minLength: 10, maxLength: 40 }), async (more, schedule) => {
    const { clock, without, limit } = limitOn(node.redis, { burst: more + 1 });
    const said = { redis: [] as unknown[], memory: [] as unknown[] };
    for (const { what, key, passMs } of schedule) {
      clock.pass(passMs);
      said.redis.push(await limit[what](key));
      said.memory.push(await without[what](key));
      steps += 1;
    }
    expect(said.redis).toEqual(said.memory);
  });
  await fc.assert(run, { numRuns: 300, seed: 20_261_121 });
  process.stdout.write(`    rate limits: 300 schedules, ${steps} steps, Redis and memory agree\n`);
});

test('what is taken on one node is missing on the other, and of many at once no more than the burst get through', async () => {
  await using other = await joinCluster(redis.url);
  const { name, clock, limit } = limitOn(node.redis);
  const there = limitOn(other.redis, { name, clock }).limit;
  const tries = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? limit : there).take('maya')));
  expect(tries.filter((wait) => wait === null)).toHaveLength(budget.burst);
  expect(await limit.peek('maya')).toBe(60);
  await there.giveBack('maya');
  expect([await limit.peek('maya'), await limit.peek('jonas')]).toEqual([null, null]);
});

test('Redis holds no address and no e-mail, and forgets a bucket once it is full', async () => {
  await using own = await startTestRedis();
  await using here = await joinCluster(own.url);
  const { limit } = limitOn(here.redis);
  await limit.take('maya@home.test');
  const [key = '', ...others] = (await own.ask('KEYS', '*')) as string[];
  expect(others).toEqual([]);
  expect(key).not.toContain('maya');
  expect(Number(await own.ask('PTTL', key))).toBeGreaterThan(0);
  await limit.giveBack('maya@home.test');
  expect(await own.ask('KEYS', '*')).toEqual([]);
});

test('without Redis each node counts for itself, with it they count together again; nobody gets an error', async () => {
  await using own = await startTestRedis();
  await using here = await joinCluster(own.url);
  const { limit } = limitOn(here.redis);
  await own.kill();
  for (let n = 0; n < budget.burst; n++) await spend(limit, 'maya');
  await expect(spend(limit, 'maya')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
  expect(await limit.peek('maya')).toBe(60);
  await limit.giveBack('maya');
  expect(await limit.peek('maya')).toBeNull();
  await own.start();
  await until(() => here.redis.isUp());
  for (let n = 0; n < budget.burst; n++) await spend(limit, 'maya');
  await expect(spend(limit, 'maya')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
});
