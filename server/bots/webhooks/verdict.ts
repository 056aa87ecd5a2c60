import type { Posted } from '#server/outbound/post.ts';
import { retryAfter } from '#server/outbound/retry-after.ts';

/** What an endpoint's answer, or that there was none, means for what was sent to it. */
export interface Verdict {
  /** `refused`: asking again hardly helps. `gone`: nothing is to be sent there any more. */
  kind: 'taken' | 'later' | 'refused' | 'gone';
  /** In a word, for whoever looks after the agent; null when it was taken. */
  failure: string | null;
  status: number | null;
  /** It asked to be left alone for so long. */
  retryAfterMs: number | null;
  /** Nobody can say for certain that it had no effect. */
  maybeArrived: boolean;
}

/** Of the 4xx those that say "not now". */
const notNow = new Set([408, 409, 425, 429]);

export function verdictOf(posted: Posted, now: Date): Verdict {
  if (posted.outcome === 'refused') return { ...unanswered, failure: posted.why.code };
  if (posted.outcome === 'failed') {
    return { ...unanswered, failure: posted.why, maybeArrived: posted.mayHaveArrived };
  }
  const { status, headers } = posted;
  const answered = { status, failure: `http_${status}`, retryAfterMs: null, maybeArrived: false };
  if (status >= 200 && status < 300) return { ...answered, kind: 'taken', failure: null };
  if (status === 410) return { ...answered, kind: 'gone' };
  if (status === 429 || status === 503) return { ...answered, kind: 'later', retryAfterMs: retryAfter(headers, now) };
  if (status >= 400 && status < 500 && !notNow.has(status)) return { ...answered, kind: 'refused' };
  // Whoever answers 5xx may have begun.
  return { ...answered, kind: 'later', maybeArrived: status >= 500 };
}

const unanswered = { kind: 'later', status: null, retryAfterMs: null, maybeArrived: false } as const;
