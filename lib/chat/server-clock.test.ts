import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

const noon = Date.UTC(2026, 0, 1, 12);
const written = (at: number) => new Date(at).toUTCString();

/** An answer that the server wrote at its `at`, to somebody whose clock is `aheadMs` ahead of it, 40 ms away. */
function learn(clock: ServerClock, at: number, aheadMs: number): void {
  clock.learn(written(at), { sentAt: at + aheadMs - 40, receivedAt: at + aheadMs + 40 });
}

test('a clock that no answer contradicts is believed to the millisecond', () => {
  const clock = new ServerClock();
  for (let at = noon; at < noon + 20_000; at += 730) learn(clock, at, 0);
  expect(clock.offset).toBe(0);
});

test('a clock that is three hours ahead is corrected within a second by one answer, and within a tenth by ten', () => {
  const clock = new ServerClock();
  const ahead = 3 * 3_600_000;
  learn(clock, noon, ahead);
  expect(Math.abs(clock.offset + ahead)).toBeLessThanOrEqual(1_000);
  for (let at = noon; at < noon + 10_000; at += 1_100) learn(clock, at, ahead);
  expect(Math.abs(clock.offset + ahead)).toBeLessThanOrEqual(100);
});

test('a clock that is set right is believed again with the next answer, and whoever shows it hears of it', () => {
  const clock = new ServerClock();
  let told = 0;
  clock.subscribe(() => (told += 1));
  learn(clock, noon, -90_000);
  learn(clock, noon + 500, -90_000);
  learn(clock, noon + 60_000, 0);
  expect(clock.offset).toBe(0);
  expect(told).toBeGreaterThanOrEqual(2);
});

test('an answer without a time teaches nothing', () => {
  const clock = new ServerClock();
  clock.learn(null, { sentAt: 0, receivedAt: 1 });
  clock.learn('yesterday', { sentAt: 0, receivedAt: 1 });
  expect(clock.offset).toBe(0);
});
