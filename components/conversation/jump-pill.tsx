'use client';

import { ArrowDown } from 'lucide-react';
import { text } from '#components/text/text.ts';

/** Ink when there is news below; without news only an arrow on a raised ground. */
export function JumpPill({ count, onPress }: { count: number; onPress: () => void }) {
  const look = count > 0 ? 'bg-fill text-on-fill px-3' : 'bg-raised text-ink px-2';
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={
        count > 0
          ? `${text.conversation.newMessages(count)}. ${text.conversation.toBottom}`
          : text.conversation.toBottom
      }
      className={`absolute bottom-3 left-1/2 inline-flex min-h-8 -translate-x-1/2 items-center gap-1.5 rounded-control type-label shadow-pop pointer-coarse:min-h-11 ${look}`}
    >
      <ArrowDown aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {count > 0 && text.conversation.newMessages(count)}
    </button>
  );
}
