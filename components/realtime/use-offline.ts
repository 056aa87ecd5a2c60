'use client';

import { useSyncExternalStore } from 'react';

/**
 * Whether the browser believes that there is no network. A belief: a server on this very machine answers all the same, so it
 * explains a failure and never foretells one.
 */
export function useOffline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => !navigator.onLine,
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
