'use client';

import { useEffect, useState } from 'react';

/** What arrives where somebody looks is read in less: it would only flicker. */
const settleMs = 600;

/** A count that falls at once and rises when it has stayed. */
export function useSettled(count: number, atFirst = 0): number {
  const [settled, setSettled] = useState(atFirst);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(count), count > settled ? settleMs : 0);
    return () => clearTimeout(timer);
  }, [count, settled]);
  return Math.min(count, settled);
}
