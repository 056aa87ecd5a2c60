import type { IncomingHttpHeaders } from 'node:http';

/** Whoever asks for more than a day is asked again after one. */
const retryAfterMax = 24 * 3_600_000;

/** How long somebody asked to be left alone: in seconds or until a date; what is neither is not heard. */
export function retryAfter(headers: IncomingHttpHeaders, now: Date): number | null {
  const said = headers['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, retryAfterMax) : null;
}
