/** A slow server, a dropped connection: asked again this soon, each time after longer. */
const pausesMs = [1_000, 3_000, 5_000];
/** A person who presses a button means now. A laptop that sleeps between two tries must not decide when it wakes. */
const meantMs = 30_000;

interface Persistence {
  /** The server has answered, if only with no: asked again, it would say the same. */
  isAnswer: (error: unknown) => boolean;
  isOffline: () => boolean;
  now: () => number;
  wait: (ms: number) => Promise<void>;
}

/**
 * Asks until there is an answer, for as long as the press is fresh. Everything that is asked carries the same operationId, so
 * an answer that was lost is given again and nothing is decided twice.
 *
 * No outbox: a message that is sent an hour late is late, a command that is allowed an hour late runs in a world that nobody
 * has looked at. So offline this ends at once, and says so.
 */
export async function persist<T>(ask: () => Promise<T>, { isAnswer, isOffline, now, wait }: Persistence): Promise<T> {
  const pressedAt = now();
  for (const pauseMs of pausesMs) {
    try {
      return await ask();
    } catch (error) {
      if (isAnswer(error) || isOffline()) throw error;
      await wait(pauseMs);
      if (isOffline() || now() - pressedAt > meantMs) throw error;
    }
  }
  return ask();
}
