const firstMs = 1_000;
const longestMs = 30_000;

/**
 * How long to wait before try number `attempt` (from 0). Full jitter: anywhere from nothing to the bound, because those who
 * lost the same server at the same moment must not come back at the same moment.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(longestMs, firstMs * 2 ** attempt));
}
