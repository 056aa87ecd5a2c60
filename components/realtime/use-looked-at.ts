'use client';

import { useSyncExternalStore } from 'react';

/**
 * Whether somebody looks at this page: it is on the screen, and its window is the one in use. A page that shows behind
 * another window is not looked at, so what arrives there is still worth a notification.
 */
export function useLookedAt(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible' && document.hasFocus(),
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}
