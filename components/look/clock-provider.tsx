'use client';

import type { ReactNode } from 'react';
import { createContext, use, useEffect, useState } from 'react';

interface Clock {
  now: number;
  timeZone: string;
}

const ClockContext = createContext<Clock>({ now: 0, timeZone: 'UTC' });

/**
 * The minute it is, and where. Both come from the server at first, so that its page and the browser's are the same; then
 * the browser's own zone and minute take over.
 */
export function ClockProvider({ now, timeZone, children }: Clock & { children: ReactNode }) {
  const [clock, setClock] = useState({ now, timeZone });
  useEffect(() => {
    const read = () => setClock({ now: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    read();
    const timer = setInterval(read, 60_000);
    return () => clearInterval(timer);
  }, []);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useClock(): Clock {
  return use(ClockContext);
}
