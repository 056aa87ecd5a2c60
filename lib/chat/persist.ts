/** How often a small thing is tried at once, and how long the pauses grow: 250, 500, 750 ms. */
const triesMax = 3;
const pauseMs = 250;

interface PersistOptions {
  signal: AbortSignal;
  /** What was refused will be refused again. */
  isFinal: (error: unknown) => boolean;
  wait?: (ms: number) => Promise<void>;
}

/** Tries a few times in a row. True when there is nothing more to do: it worked, it was refused, or nobody wants it now. */
export async function persist(work: () => Promise<void>, options: PersistOptions): Promise<boolean> {
  const { signal, isFinal, wait = pause } = options;
  for (let n = 1; n <= triesMax; n++) {
    if (signal.aborted) return true;
    try {
      await work();
      return true;
    } catch (error) {
      if (isFinal(error)) return true;
    }
    await wait(n * pauseMs);
  }
  return signal.aborted;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
