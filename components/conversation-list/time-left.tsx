'use client';

import { useEffect, useState } from 'react';
import { useClock } from '#components/look/clock-provider.tsx';
import { secondsShownMs, timeLeft } from '#components/text/time-left.ts';
import { text } from '#components/text/text.ts';

/** Until an approval expires. It counts seconds only once they matter. */
export function TimeLeft({ until }: { until: number }) {
  const left = until - useFineClock(until);
  return (
    <time dateTime={new Date(until).toISOString()} className={`leading-5 digits ${left < 60_000 ? 'font-bold' : ''}`}>
      {timeLeft(left)}
      <span className="sr-only"> {text.list.timeLeft}</span>
    </time>
  );
}

/** By the minute, as all times in rows; by the second when little is left. The server's page shows its own minute. */
function useFineClock(until: number): number {
  const { now } = useClock();
  const [second, setSecond] = useState(0);
  const isNear = until - now < secondsShownMs + 60_000;
  useEffect(() => {
    if (!isNear) return;
    const read = () => setSecond(Date.now());
    read();
    const timer = setInterval(read, 1_000);
    return () => clearInterval(timer);
  }, [isNear]);
  return Math.max(now, second);
}
