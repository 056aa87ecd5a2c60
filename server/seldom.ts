const everyMs = 60_000;

/** Once a minute at most: what goes wrong with every message fills a disk otherwise. */
export function seldom<A extends unknown[]>(say: (...args: A) => void): (...args: A) => void {
  let saidMs = -Infinity;
  return (...args) => {
    const nowMs = performance.now();
    if (nowMs - saidMs < everyMs) return;
    saidMs = nowMs;
    say(...args);
  };
}
