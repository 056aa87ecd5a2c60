'use client';

import { useSyncExternalStore } from 'react';

/** Scheme, host and port of this page, which the server can't know: there may be a proxy before it. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => '',
  );
}
