import { expect, test } from 'vitest';
import { monotonicFactory } from 'ulid';
import { pooledRandom } from './pooled-random.ts';

test('every byte comes up about as often as every other, and never 1', () => {
  const drawn = Map.groupBy(Array.from({ length: 256 * 1_000 }, pooledRandom), (one) => one * 256);
  expect([...drawn.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
  // Six deviations: a good source fails this once in some million runs.
  for (const { length } of drawn.values()) expect(Math.abs(length - 1_000)).toBeLessThan(6 * Math.sqrt(1_000));
});

test('ids of different milliseconds share nothing but their time', () => {
  const nextId = monotonicFactory(pooledRandom);
  const ends = Array.from({ length: 10_000 }, (_, n) => nextId(1_700_000_000_000 + n).slice(10));
  expect(new Set(ends).size).toBe(ends.length);
});
