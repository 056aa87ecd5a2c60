import type { NotificationPreferences } from '#lib/contract/notifications.ts';
import type { Facts } from './facts.ts';

/** Why something goes to nobody. */
export const reasons = ['gone', 'muted', 'off', 'read', 'present', 'quiet'] as const;
export type Reason = (typeof reasons)[number];

/**
 * Why it doesn't go, as things stand; null: it goes. A question is not read by having been seen in passing: it waits until
 * somebody decides, and comes in quiet hours, too.
 */
export function reasonAgainst(facts: Facts, { now, isPresent }: { now: Date; isPresent: boolean }): Reason | null {
  if (!facts.stands) return 'gone';
  if (facts.muted) return 'muted';
  if (!facts.wanted) return 'off';
  if (facts.isRead) return 'read';
  if (isPresent) return 'present';
  if (facts.kind !== 'approval' && isQuiet(facts, now)) return 'quiet';
  return null;
}

/** The minute in which they begin is quiet, the one in which they end isn't; over midnight when they end earlier than they begin. */
export function isQuiet({ quiet, timeZone }: Pick<NotificationPreferences, 'quiet' | 'timeZone'>, now: Date): boolean {
  if (quiet === null) return false;
  const { from, until } = quiet;
  const minute = minuteOfDay(now, timeZone);
  return from < until ? from <= minute && minute < until : minute >= from || minute < until;
}

/** A zone that this machine doesn't know is no reason for silence or noise at any hour: it is taken for UTC. */
function minuteOfDay(now: Date, timeZone: string): number {
  const [hour = 0, minute = 0] = clockTime(now, timeZone).split(':').map(Number);
  return hour * 60 + minute;
}

function clockTime(now: Date, timeZone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone }).format(now);
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }).format(now);
  }
}
