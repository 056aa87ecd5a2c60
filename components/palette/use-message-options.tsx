'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { MessageSquareText } from 'lucide-react';
import { useMemo } from 'react';
import type { Conversation } from '#lib/contract/chat.ts';
import type { MessageHit } from '#lib/contract/search.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { conversationKey } from '#components/data/conversation.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { paletteText } from '#components/text/palette-text.ts';
import { rowTime } from '#components/text/times.ts';
import { Marked } from './marked.tsx';
import type { OptionGroup } from './option.ts';
import { useGoTo } from './use-go-to.ts';

export function useMessageOptions(hits: readonly MessageHit[] | undefined): OptionGroup {
  const client = useQueryClient();
  const reader = useReader();
  const sandboxes = useSandboxes();
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
            <b>{hit.senderId === reader.id ? paletteText.you : nameOf(hit, { client, sandboxes })}</b>{' '}
            <span className="text-ink-2">
              <Marked pieces={hit.excerpt} />
            </span>
          </>
        ),
        aside: rowTime(hit.createdAt, now, timeZone),
        run: () => goTo.message(hit.conversationId, hit.messageId),
      })),
    }),
    [hits, client, reader.id, sandboxes, now, timeZone, goTo],
  );
}

/** Agents go by the name that their owner gave them, people by theirs where a page has shown them. */
function nameOf(
  { senderId, conversationId, sandboxId, title }: MessageHit,
  { client, sandboxes }: { client: QueryClient; sandboxes: readonly Sandbox[] },
): string | null {
  if (senderId.startsWith('bot:')) return sandboxes.find((one) => one.sandboxId === sandboxId)?.label ?? null;
  const conversation = client.getQueryData<Conversation>(conversationKey(conversationId));
  return conversation?.members.find(({ id }) => id === senderId)?.displayName ?? title;
}
