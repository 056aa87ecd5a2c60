import type { Posted } from '#server/outbound/post.ts';
import { retryAfter } from '#server/outbound/retry-after.ts';
import type { Handed } from '../transport.ts';

const notNow = new Set([408, 425, 429]);

/** Why a service didn't take a request, and whether it may later; null: it took it. */
export function judge(posted: Posted, now: Date): Extract<Handed, { outcome: 'later' | 'refused' }> | null {
  if (posted.outcome === 'refused') return { outcome: 'refused', error: posted.why.code };
  if (posted.outcome === 'failed') return { outcome: 'later', retryAfterMs: null, error: posted.why };
  const { status, headers } = posted;
  if (status >= 200 && status < 300) return null;
  const error = `http_${status}`;
  const mayLater = status >= 500 || notNow.has(status);
  return mayLater ? { outcome: 'later', retryAfterMs: retryAfter(headers, now), error } : { outcome: 'refused', error };
}

/** For the operator: in words, without whatever looks like an address or a key that it repeats. */
export function saidBy(posted: Posted): string | null {
  if (posted.outcome !== 'answered') return null;
  const plain = posted.text.replace(/[^\P{C}\n]/gu, ' ').replace(/[\w\-./:+=[\]]{20,}/g, '…');
  return plain.trim().slice(0, 200);
}
