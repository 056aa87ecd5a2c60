import { setTimeout as sleep } from 'node:timers/promises';
import type { Postmaster } from './postmaster.ts';

/** Between attempts while it can't start (a full disk, say): soon at first, then as often as somebody may have helped. */
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 15_000;

interface Supervision {
  start: () => Promise<Postmaster>;
  onProgress: (sentence: string) => void;
}

/**
 * Starts the server again when it ends under the living app, killed or out of memory. The app's connections come back by
 * themselves, so people see a pause and not an end.
 */
export function keepRunning(first: Postmaster, { start, onProgress }: Supervision): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let current = first;
  const watching = watch();

  async function watch(): Promise<void> {
    for (;;) {
      await current.ended;
      if (stopping.signal.aborted) return;
      onProgress('The database ended by itself. Starting it again.');
      const next = await startAgain();
      if (next === null) return;
      current = next;
      if (stopping.signal.aborted) await current.stop();
      else onProgress('The database is running again.');
    }
  }

  async function startAgain(): Promise<Postmaster | null> {
    for (let waitMs = RETRY_FIRST_MS; !stopping.signal.aborted; waitMs = Math.min(waitMs * 2, RETRY_MAX_MS)) {
      try {
        return await start();
      } catch (error) {
        onProgress(error instanceof Error ? error.message : String(error));
        await Promise.race([sleep(waitMs), aborted(stopping.signal)]);
      }
    }
    return null;
  }

  return {
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
