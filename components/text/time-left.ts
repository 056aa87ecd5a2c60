const minuteMs = 60_000;

/** From here on every second counts, and is shown. */
export const secondsShownMs = 10 * minuteMs;

/** What is left until something ends, in the finest unit that one still acts by: 4:12, 22 min, 3 h. */
export function timeLeft(leftMs: number): string {
  if (leftMs >= 100 * minuteMs) return `${Math.floor(leftMs / (60 * minuteMs))} h`;
  if (leftMs >= secondsShownMs) return `${Math.floor(leftMs / minuteMs)} min`;
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
