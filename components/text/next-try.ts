import { text } from './text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When something is tried again, in whole minutes or hours. The clock behind it ticks by the minute. */
export function nextTry(at: number, now: number): string {
  const left = at - now;
  if (left <= 0) return text.message.nextTryNow;
  if (left < 100 * minuteMs) return text.message.nextTryIn(`${Math.ceil(left / minuteMs)} min`);
  return text.message.nextTryIn(`${Math.round(left / hourMs)} h`);
}
