import { expect, test } from 'vitest';
import { listed } from './listed.ts';

test('names are joined as one says them', () => {
  expect(listed(['Jonas'], { namedMax: 3 })).toBe('Jonas');
  expect(listed(['Jonas', 'Priya'], { namedMax: 3 })).toBe('Jonas and Priya');
  expect(listed(['Jonas', 'Priya', 'Harbor'], { namedMax: 3 })).toBe('Jonas, Priya and Harbor');
});

test('never is one name replaced by "1 more"', () => {
  expect(listed(['Jonas', 'Priya', 'Harbor', 'Mira'], { namedMax: 3 })).toBe('Jonas, Priya and 2 more');
});

test('those who can’t be named are counted', () => {
  expect(listed(['Jonas'], { namedMax: 3, more: 9 })).toBe('Jonas and 9 more');
});
