import { daysBetween } from '#lib/chat/days.ts';
import { text } from './text.ts';

/** Times as words. The zone is always given, so that what the server writes is what the browser would write. */
const locale = 'en-GB';

/** 9:04, 13:31 */
export function clockTime(at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return time.format(at).replace(/^0/, '');
}

/** Thursday 20 November 2026 at 13:31 */
export function exactTime(at: number, timeZone: string): string {
  return `${dayAndDate(at, timeZone, true)}, ${clockTime(at, timeZone)}`;
}

/** The time in a row: the clock today, the weekday this week, the date before that. */
export function rowTime(at: number, now: number, timeZone: string): string {
  const days = daysBetween(at, now, timeZone);
  if (days <= 0) return clockTime(at, timeZone);
  if (days <= 6) return new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' }).format(at);
  return new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' }).format(at);
}

/** 20 Nov 2026 */
export function shortDate(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** What stands over a day of messages. */
export function dayTitle(at: number, now: number, timeZone: string): string {
  const days = daysBetween(at, now, timeZone);
  if (days <= 0) return text.list.groups.today;
  if (days === 1) return text.list.groups.yesterday;
  return dayAndDate(at, timeZone, days > 300);
}

function dayAndDate(at: number, timeZone: string, withYear: boolean): string {
  const parts = { timeZone, weekday: 'long', day: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat(locale, withYear ? { ...parts, year: 'numeric' } : parts).format(at);
}
