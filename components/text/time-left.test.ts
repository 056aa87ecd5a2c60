import { expect, test } from 'vitest';
import { timeLeft } from './time-left.ts';

test('what is left is told in seconds once it is short, and never goes below nothing', () => {
  expect([252_000, 59_001, 9_000, 0, -5_000].map(timeLeft)).toEqual(['4:12', '1:00', '0:09', '0:00', '0:00']);
  expect([600_000, 22 * 60_000 + 5_000, 99 * 60_000, 100 * 60_000, 7_200_000].map(timeLeft)).toEqual([
    '10 min',
    '22 min',
    '99 min',
    '1 h',
    '2 h',
  ]);
});
