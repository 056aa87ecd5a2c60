const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after a try that came to nothing comes the next; from then on, as the last. */
const waits = [2 * second, 10 * second, 30 * second, 2 * minute, 5 * minute, 10 * minute];
/** A service may ask to be left alone, but not for longer than anybody would care. */
export const waitMaxMs = hour;
/** What isn't there by then is told by the badge. */
const usefulMs = hour;

/** A question is worth being told of for as long as it stands; all else for an hour. */
export function expiryOf({ dueAt, expiresAt, kind }: { dueAt: Date; expiresAt: Date | null; kind: string }): Date {
  return kind === 'approval' && expiresAt !== null ? expiresAt : new Date(dueAt.getTime() + usefulMs);
}

interface Tried {
  /** This one included. */
  attempts: number;
  retryAfterMs: number | null;
  expiresAt: Date;
}

/** When it is tried again; null: never, since nobody would care any more. `chance` is between 0 and 1. */
export function nextTry(
  { attempts, retryAfterMs, expiresAt }: Tried,
  { now, chance }: { now: Date; chance: number },
): Date | null {
  const wait = waits[attempts - 1] ?? waits.at(-1) ?? waitMaxMs;
  // Up to half as much again, or all that failed together would come back together.
  const asked = Math.max(wait * (1 + chance / 2), retryAfterMs ?? 0);
  const next = new Date(now.getTime() + Math.min(asked, waitMaxMs));
  return next < expiresAt ? next : null;
}
