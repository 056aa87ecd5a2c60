/** Before that, what has gone into the system's own buffers looks like speed. */
const knownAfterMs = 1_000;

/** How long the rest takes at the pace so far; null while that is a guess. */
export function secondsLeft({ loaded, total }: { loaded: number; total: number }, elapsedMs: number): number | null {
  if (elapsedMs < knownAfterMs || loaded === 0) return null;
  return Math.ceil(((total - loaded) / loaded) * (elapsedMs / 1_000));
}
