import { expect, test } from 'vitest';
import { networkOf } from './limits.ts';
import { MemoryRateLimit } from './rate-limit-memory.ts';
import type { RateLimit } from './rate-limit.ts';
import { stoppedClock } from './testing/stopped-clock.ts';

test('a burst goes through, the next one waits, and time gives back one after the other', async () => {
  const clock = stoppedClock();
  const limit = new MemoryRateLimit({ burst: 3, everyMs: 2_000 }, clock);
  expect(await takeTimes(limit, 'a', 4)).toEqual([null, null, null, 2]);
  clock.pass(500);
  expect(await limit.take('a')).toBe(2);
  clock.pass(1_500);
  expect(await takeTimes(limit, 'a', 2)).toEqual([null, 2]);
  clock.pass(3_600_000);
  expect(await takeTimes(limit, 'a', 4)).toEqual([null, null, null, 2]);
});

test('each key has a budget of its own, and looking takes nothing', async () => {
  const limit = new MemoryRateLimit({ burst: 1, everyMs: 1_000 }, stoppedClock());
  expect([await limit.peek('a'), await limit.peek('a'), await limit.take('a')]).toEqual([null, null, null]);
  expect([await limit.peek('a'), await limit.take('b')]).toEqual([1, null]);
});

test('giving back fills no bucket above its brim', async () => {
  const limit = new MemoryRateLimit({ burst: 1, everyMs: 1_000 }, stoppedClock());
  await limit.giveBack('a');
  expect(await takeTimes(limit, 'a', 2)).toEqual([null, 1]);
  await limit.giveBack('a');
  expect(await limit.take('a')).toBeNull();
});

test('a clock that is set back lets nobody wait longer than for one', async () => {
  const clock = stoppedClock();
  const limit = new MemoryRateLimit({ burst: 2, everyMs: 1_000 }, clock);
  await limit.take('a');
  clock.pass(-60_000);
  expect(await limit.take('a')).toBe(1);
  clock.pass(1_000);
  expect(await limit.take('a')).toBeNull();
});

test('memory is bounded: who rested longest is forgotten first', async () => {
  const limit = new MemoryRateLimit({ burst: 1, everyMs: 60_000 }, stoppedClock(), { bucketsMax: 100 });
  await limit.take('kept');
  for (let n = 0; n < 1_000; n++) {
    await limit.take(`made up ${n}`);
    if (n % 50 === 0) await limit.take('kept');
  }
  expect(limit.size).toBe(100);
  expect(await limit.peek('kept')).toBe(60);
  expect(await limit.peek('made up 0')).toBeNull();
});

async function takeTimes(limit: RateLimit, key: string, times: number): Promise<(number | null)[]> {
  const answers: (number | null)[] = [];
  for (let n = 0; n < times; n++) answers.push(await limit.take(key));
  return answers;
}

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::1.2.3.4', '2001:db8:0:0::/64'],
  ['not an address', 'not an address'],
])('the budget of %s is that of %s', (address, network) => expect(networkOf(address)).toBe(network));
