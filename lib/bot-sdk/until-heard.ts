import { backoffMs } from '../realtime/backoff.ts';
import { BotApiError } from './api.ts';

/** Again and again while the server may be back in a moment, or until there is no more use in it. */
export async function untilHeard<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted === true) throw error;
      const told = error instanceof BotApiError ? error.retryAfterSeconds : null;
      await pause(told === null ? backoffMs(attempt) : told * 1_000, signal);
    }
  }
}

export function isPassing(error: unknown): boolean {
  if (!(error instanceof BotApiError)) return true;
  return error.status === 408 || error.status === 429 || error.status >= 500;
}

/** Ends early when the signal aborts; whoever waits looks at it. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
