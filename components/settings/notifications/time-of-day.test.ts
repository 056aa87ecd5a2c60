import { expect, test } from 'vitest';
import { minuteOf, timeOfDay } from './time-of-day.ts';

test('every minute of a day is the one that it was, in words and back', () => {
  for (let minute = 0; minute < 1_440; minute++) expect(minuteOf(timeOfDay(minute))).toBe(minute);
  expect(timeOfDay(450)).toBe('07:30');
});

test.each(['', '7:30', '24:00', '12:60', '12', 'noon'])('%j is no time yet', (typed) => {
  expect(minuteOf(typed)).toBeNull();
});
