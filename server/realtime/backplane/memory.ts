import type { Backplane, BackplaneMessage } from './backplane.ts';

/** One process. Several nodes of a test may share one. */
export function createMemoryBackplane(): Backplane {
  const listeners = new Set<(message: BackplaneMessage) => void>();
  return {
    publish: (message) => {
      for (const listener of listeners) listener(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
