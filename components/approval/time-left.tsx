'use client';

import { approvalText as words } from '#components/text/approval-text.ts';
import { timeLeft } from '#components/text/time-left.ts';
import { useTimeLeft } from './use-time-left.ts';

/** Nobody can overlook it in the last minute, and nothing blinks. */
const boldMs = 60_000;

/** Counts by itself: nothing around it is drawn again. */
export function TimeLeft({ until }: { until: number }) {
  const left = useTimeLeft(until);
  return (
    <time dateTime={new Date(until).toISOString()} className={left < boldMs ? 'font-bold' : 'font-medium'}>
      {left === 0 ? words.timeUp : words.left(timeLeft(left))}
    </time>
  );
}
