import { expect, test } from 'vitest';
import { ago } from './ago.ts';

const now = Date.parse('2026-11-20T13:31:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, 'Now'],
  [2 * minute - 1, 'Now'],
  [2 * minute, '2 min ago'],
  [hour - 1, '59 min ago'],
  [hour, '1 h ago'],
  [day - 1, '23 h ago'],
  [day, '1 day ago'],
  [41 * day, '41 days ago'],
])('%d ms ago reads %s', (past, words) => {
  expect(ago(now - past, now)).toBe(words);
});

test('a moment that lies ahead by a wrong clock is now', () => {
  expect(ago(now + hour, now)).toBe('Now');
});
