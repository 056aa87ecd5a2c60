import { expect, test } from 'vitest';
import { nextTry } from './next-try.ts';

test('the next try is told in minutes, then in hours, and is now once its time has come', () => {
  const said = [-1, 0, 1, 60_000, 299_000, 5_940_000, 6_000_000, 86_400_000].map((left) =>
    nextTry(1_000 + left, 1_000),
  );
  expect(said).toEqual([
    'Trying again now',
    'Trying again now',
    'Next try in 1 min',
    'Next try in 1 min',
    'Next try in 5 min',
    'Next try in 99 min',
    'Next try in 2 h',
    'Next try in 24 h',
  ]);
});
