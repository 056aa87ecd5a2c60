'use client';

import { ArrowDown } from 'lucide-react';
import { text } from '#components/text/text.ts';

/**
 * Ink when there is news below; without news only an arrow on a raised ground. Under a finger it reaches beyond what it shows:
 * as large as that, it would lie over what is read. At the end, where an answer to an agent may stand, it isn't there at all.
 */
export function JumpPill({ count, onPress }: { count: number; onPress: () => void }) {
  const look = count > 0 ? 'bg-fill text-on-fill px-3' : 'bg-raised text-ink';
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={
        count > 0
          ? `${text.conversation.newMessages(count)}. ${text.conversation.toBottom}`
          : text.conversation.toBottom
      }
      className={`absolute bottom-3 left-1/2 inline-flex h-8 min-w-8 -translate-x-1/2 items-center justify-center gap-1.5 rounded-control type-label whitespace-nowrap shadow-pop ring-2 ring-paper after:absolute max-md:after:-inset-1.5 pointer-coarse:after:-inset-1.5 ${look}`}
    >
      <ArrowDown aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {count > 0 && text.conversation.newMessages(count)}
    </button>
  );
}
