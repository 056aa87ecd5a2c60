'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { exactTime, shortDate } from '#components/text/times.ts';

/** The day something happened, with the exact moment for who hovers and for machines. */
export function ShortDate({ at }: { at: number }) {
  const { timeZone } = useClock();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, timeZone)}>
      {shortDate(at, timeZone)}
    </time>
  );
}
