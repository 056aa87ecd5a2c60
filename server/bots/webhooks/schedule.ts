import type { Verdict } from './verdict.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after a try that failed comes the next; after the last of them it is given up. */
const waits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** What can't wait lives for minutes, and is tried for as long as it does. */
const urgentWaits = [second, 3 * second, 10 * second, 20 * second, 30 * second, minute];

/** One that is refused as it is will hardly be taken later. */
const refusalsMax = 3;

export interface Try {
  lane: 'log' | 'urgent';
  /** Before this one. */
  failures: number;
  /** Of an urgent one. */
  diesAt: Date | null;
}

/** When what wasn't taken is tried again; null: never. `chance` is between 0 and 1. */
export function nextTry(
  { lane, failures, diesAt }: Try,
  { kind, retryAfterMs }: Pick<Verdict, 'kind' | 'retryAfterMs'>,
  { now, chance }: { now: Date; chance: number },
): Date | null {
  const failed = failures + 1;
  if (kind === 'refused' && failed >= refusalsMax) return null;
  const isUrgent = lane === 'urgent';
  const wait = isUrgent ? (urgentWaits[failures] ?? minute) : waits[failures];
  if (wait === undefined) return null;
  // Up to a tenth more, or all that failed together would come back together.
  const next = new Date(now.getTime() + Math.max(wait * (1 + chance / 10), retryAfterMs ?? 0));
  // The moment in which it is over belongs to what ends it.
  return diesAt !== null && next > diesAt ? diesAt : next;
}
