'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { dayTitle } from '#components/text/times.ts';

export function DayLine({ at }: { at: number }) {
  const { now, timeZone } = useClock();
  return (
    <div className="flex items-center gap-3 type-section text-ink-3 after:h-px after:flex-1 after:bg-line md:pl-[52px]">
      <h2>{dayTitle(at, now, timeZone)}</h2>
    </div>
  );
}
