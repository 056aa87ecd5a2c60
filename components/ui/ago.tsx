'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { ago } from '#components/text/ago.ts';
import { exactTime } from '#components/text/times.ts';

/** How long ago, with the exact moment for who hovers and for machines. */
export function Ago({ at }: { at: number }) {
  const { now, timeZone } = useClock();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, timeZone)}>
      {ago(at, now)}
    </time>
  );
}
