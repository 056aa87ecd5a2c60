'use client';

import { useTimeLeft } from '#components/approval/use-time-left.ts';
import { timeLeft } from '#components/text/time-left.ts';
import { text } from '#components/text/text.ts';

/** Until an approval expires. It counts seconds only once they matter. */
export function TimeLeft({ until }: { until: number }) {
  const left = useTimeLeft(until);
  return (
    <time dateTime={new Date(until).toISOString()} className={`leading-5 digits ${left < 60_000 ? 'font-bold' : ''}`}>
      {timeLeft(left)}
      <span className="sr-only"> {text.list.timeLeft}</span>
    </time>
  );
}
