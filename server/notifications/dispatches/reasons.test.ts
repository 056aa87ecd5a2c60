import { expect, test } from 'vitest';
import { isQuiet } from './reasons.ts';

const at = (time: string) => new Date(`2026-03-29T${time}:00Z`);
const minutes = (time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

test.each([
  ['09:00', '17:00', '08:59', false],
  ['09:00', '17:00', '09:00', true],
  ['09:00', '17:00', '16:59', true],
  ['09:00', '17:00', '17:00', false],
  ['22:00', '07:00', '21:59', false],
  ['22:00', '07:00', '23:30', true],
  ['22:00', '07:00', '00:00', true],
  ['22:00', '07:00', '07:00', false],
])('quiet from %s until %s: at %s that is %s', (from, until, time, quiet) => {
  expect(isQuiet({ quiet: { from: minutes(from), until: minutes(until) }, timeZone: 'UTC' }, at(time))).toBe(quiet);
});

test('quiet hours are those of their owner’s clock, also on the night in which it is changed', () => {
  const quiet = { from: minutes('22:00'), until: minutes('07:00') };
  // In Berlin it is 06:59 and then 07:00, an hour earlier than the day before.
  expect(isQuiet({ quiet, timeZone: 'Europe/Berlin' }, at('04:59'))).toBe(true);
  expect(isQuiet({ quiet, timeZone: 'Europe/Berlin' }, at('05:00'))).toBe(false);
  expect(isQuiet({ quiet, timeZone: 'Asia/Kathmandu' }, at('01:14'))).toBe(true);
  expect(isQuiet({ quiet, timeZone: 'Asia/Kathmandu' }, at('01:15'))).toBe(false);
});

test('a zone that nobody knows is taken for UTC, and none are quiet when there are none', () => {
  const quiet = { from: 0, until: 60 };
  expect(isQuiet({ quiet, timeZone: 'Mars/Olympus' }, at('00:30'))).toBe(true);
  expect(isQuiet({ quiet: null, timeZone: 'UTC' }, at('00:30'))).toBe(false);
});
