import { adminText } from './admin-text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long something lasts, in the coarsest unit that still says something. */
export function lasting(ms: number): string {
  const words = adminText.frame.lasting;
  if (ms < hourMs) return words.minutes(Math.max(0, Math.floor(ms / minuteMs)));
  if (ms < 2 * dayMs) return words.hours(Math.floor(ms / hourMs));
  return words.days(Math.floor(ms / dayMs));
}
