'use client';

import { useEffect, useState } from 'react';

/** Whole seconds until a moment, counted down; null when there is none. */
export function useSecondsUntil(at: number | undefined): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === undefined) return;
    const read = () => setNow(Date.now());
    read();
    const timer = setInterval(read, 250);
    return () => clearInterval(timer);
  }, [at]);
  return at === undefined ? null : Math.max(0, Math.ceil((at - now) / 1_000));
}
