import type { Clock } from '#server/clock.ts';

/** A clock that stands still until it is set ahead: for what must not depend on how fast the test runs. */
export function stoppedClock(): Clock & { pass(ms: number): void } {
  let atMs = Date.now();
  return {
    now: () => new Date(atMs),
    pass: (ms) => {
      atMs += ms;
    },
  };
}
