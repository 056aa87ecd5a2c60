'use client';

import { useEffect, useState } from 'react';
import { serverTime, useServerOffset } from '#components/data/server-time.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { secondsShownMs } from '#components/text/time-left.ts';

/** Before seconds are shown nothing changes more often. */
const coarseMs = 20_000;

/**
 * Milliseconds until a moment of the server's, read again whenever what is shown of it changes, and only by whoever asks. The
 * server's page shows its own minute, so that the browser's first page is the same.
 */
export function useTimeLeft(until: number): number {
  const { now } = useClock();
  const offset = useServerOffset();
  const [read, setRead] = useState<number | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = serverTime.now();
      setRead(at);
      if (at < until) timer = setTimeout(tick, untilNextMs(until - at));
    };
    tick();
    return () => clearTimeout(timer);
  }, [until, offset]);
  return Math.max(0, until - (read ?? now));
}

/** To the next whole second of what is left, or a while when only minutes are shown. */
function untilNextMs(left: number): number {
  if (left > secondsShownMs + coarseMs) return coarseMs;
  return left % 1_000 || 1_000;
}
