'use client';

import { MessageSquareText } from 'lucide-react';
import { useMemo } from 'react';
import type { MessageHit } from '#lib/contract/search.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { paletteText } from '#components/text/palette-text.ts';
import { text } from '#components/text/text.ts';
import { rowTime } from '#components/text/times.ts';
import { Marked } from './marked.tsx';
import type { OptionGroup } from './option.ts';
import { useGoTo } from './use-go-to.ts';

export function useMessageOptions(hits: readonly MessageHit[] | undefined): OptionGroup {
  const reader = useReader();
  const { now, timeZone } = useClock();
  const goTo = useGoTo();
  return useMemo(
    () => ({
      name: paletteText.messages,
      options: (hits ?? []).map((hit) => ({
        id: `message-${hit.messageId}`,
        icon: <MessageSquareText aria-hidden="true" className="mx-0.5 size-4 text-ink-3" strokeWidth={1.75} />,
        label: (
          <>
            <b>{hit.senderId === reader.id ? paletteText.you : (hit.senderName ?? text.message.somebody)}</b>{' '}
            <span className="text-ink-2">
              <Marked pieces={hit.excerpt} />
            </span>
          </>
        ),
        aside: rowTime(hit.createdAt, now, timeZone),
        run: () => goTo.message(hit.conversationId, hit.messageId),
      })),
    }),
    [hits, reader.id, now, timeZone, goTo],
  );
}
