const dayMs = 86_400_000;

/** A day as the log counts them: in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The last thirty of them, today the last. */
export function lastDays(now: Date, count = 30): string[] {
  return Array.from({ length: count }, (_, at) => dayOf(new Date(now.getTime() - (count - 1 - at) * dayMs)));
}
