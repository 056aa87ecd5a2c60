'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { clockTime, exactTime } from '#components/text/times.ts';

/** A time of day, with the exact moment for who hovers and for machines. */
export function ClockTime({ at, className = '' }: { at: number; className?: string }) {
  const { timeZone } = useClock();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, timeZone)} className={className}>
      {clockTime(at, timeZone)}
    </time>
  );
}
