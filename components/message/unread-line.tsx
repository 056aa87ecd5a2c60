'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { clockTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';

/** Hangs out of the column like every box, so that the words on it keep the text's edge. */
export function UnreadLine({ since }: { since: number }) {
  const { timeZone } = useClock();
  return (
    <div
      role="separator"
      className="flex items-center after:h-px after:flex-1 after:bg-ink-3 max-md:-mx-2 md:-mr-3 md:ml-10"
    >
      <span className="rounded-flag bg-signal px-2 type-flagged digits text-on-signal">
        {text.conversation.newSince(clockTime(since, timeZone))}
      </span>
    </div>
  );
}
