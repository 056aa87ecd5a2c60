/** A page that nobody sees draws no frames, and then hears of what happened after this long. */
const frameMaxMs = 100;

interface InFrames<T> {
  add(one: T): void;
  /** Hands over what waits, now. */
  flush(): void;
}

/** The first at once, and what comes until the next frame together with that: more often nobody could see it. */
export function inFrames<T>(hand: (all: readonly T[]) => void): InFrames<T> {
  let waiting: T[] = [];
  let cancel: (() => void) | null = null;
  const flush = () => {
    const all = waiting;
    waiting = [];
    if (all.length > 0) hand(all);
  };
  const next = () => {
    cancel?.();
    cancel = waiting.length > 0 ? afterFrame(next) : null;
    flush();
  };
  return {
    add(one) {
      waiting.push(one);
      if (cancel === null) next();
    },
    flush,
  };
}

function afterFrame(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, frameMaxMs);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
