'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useReader } from '#components/data/reader-provider.tsx';

/** Long enough after the page has come that nothing of it waits for this. */
const afterMs = 2_500;

/** Makes the next visit possible without a network: the worker that opens the page, and what it shows then. */
export function OfflineKeeper() {
  const client = useQueryClient();
  const reader = useReader();
  useEffect(() => {
    let end: (() => void) | null = null;
    let isOver = false;
    const begin = async () => {
      const { startKeeping } = await import('./start-keeping.ts');
      if (!isOver) end = startKeeping(client, reader);
    };
    // A failure is no news: the next page tries again.
    const timer = setTimeout(() => void begin().catch(() => undefined), afterMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
      end?.();
    };
  }, [client, reader]);
  return null;
}
