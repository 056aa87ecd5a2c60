import { expect, test } from 'vitest';
import { networkOf } from './limits.ts';
import { RateLimit } from './rate-limit.ts';
import { stoppedClock } from './testing/stopped-clock.ts';

test('a burst goes through, the next one waits, and time gives back one after the other', () => {
  const clock = stoppedClock();
  const limit = new RateLimit({ burst: 3, everyMs: 2_000 }, clock);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([null, null, null, 2]);
  clock.pass(500);
  expect(limit.take('a')).toBe(2);
  clock.pass(1_500);
  expect([limit.take('a'), limit.take('a')]).toEqual([null, 2]);
  clock.pass(3_600_000);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([null, null, null, 2]);
});

test('each key has a budget of its own, and looking takes nothing', () => {
  const limit = new RateLimit({ burst: 1, everyMs: 1_000 }, stoppedClock());
  expect([limit.peek('a'), limit.peek('a'), limit.take('a'), limit.peek('a'), limit.take('b')]).toEqual([
    null,
    null,
    null,
    1,
    null,
  ]);
});

test('giving back fills no bucket above its brim', () => {
  const limit = new RateLimit({ burst: 1, everyMs: 1_000 }, stoppedClock());
  limit.giveBack('a');
  expect([limit.take('a'), limit.take('a')]).toEqual([null, 1]);
  limit.giveBack('a');
  expect(limit.take('a')).toBeNull();
});

test('a clock that is set back takes nothing away', () => {
  const clock = stoppedClock();
  const limit = new RateLimit({ burst: 2, everyMs: 1_000 }, clock);
  limit.take('a');
  clock.pass(-60_000);
  expect(limit.take('a')).toBeNull();
});

test('memory is bounded: who rested longest is forgotten first', () => {
  const limit = new RateLimit({ burst: 1, everyMs: 60_000 }, stoppedClock(), { bucketsMax: 100 });
  limit.take('kept');
  for (let n = 0; n < 1_000; n++) {
    limit.take(`made up ${n}`);
    if (n % 50 === 0) limit.take('kept');
  }
  expect(limit.size).toBe(100);
  expect(limit.peek('kept')).toBe(60);
  expect(limit.peek('made up 0')).toBeNull();
});

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
