import { text } from './text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long ago, in the coarsest unit that still says something. The clock behind it ticks by the minute, so there are no
 * seconds; a moment that lies ahead by a wrong clock is now.
 */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < 2 * minuteMs) return text.ago.now;
  if (past < hourMs) return text.ago.minutes(Math.floor(past / minuteMs));
  if (past < dayMs) return text.ago.hours(Math.floor(past / hourMs));
  return text.ago.days(Math.floor(past / dayMs));
}
