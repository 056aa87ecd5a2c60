'use client';

import { useMemo } from 'react';
import type { ConversationHit } from '#lib/contract/search.ts';
import { findConversations, type Piece } from '#lib/chat/find-conversations.ts';
import { useOwnRows } from '#components/conversation-list/use-own-rows.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { paletteText } from '#components/text/palette-text.ts';
import { text } from '#components/text/text.ts';
import { rowTime } from '#components/text/times.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { Marked } from './marked.tsx';
import type { OptionGroup } from './option.ts';
import { useGoTo } from './use-go-to.ts';

/** Without a query the way back to where one was; with one, as many as leave room for the messages. */
const recentMax = 6;
const foundMax = 6;

interface Line {
  conversationId: string;
  sandboxId: string;
  title: Piece[];
  lastActivityAt: number;
}

/** The list is searched at once; what only the server knows follows. */
export function useConversationOptions(query: string, hits: readonly ConversationHit[] | undefined): OptionGroup {
  const rows = useOwnRows(useConversationList().all);
  const openId = useOpenConversationId();
  const sandboxes = useSandboxes();
  const { now, timeZone } = useClock();
  const goTo = useGoTo();
  const isEmpty = query.trim() === '';

  const lines = useMemo((): Line[] => {
    if (rows === null) return [];
    if (isEmpty) {
      const recent = rows.filter((row) => row.conversationId !== openId && row.archivedAt === null);
      return recent.slice(0, recentMax).map((row) => ({ ...row, title: [whole(row.title)] }));
    }
    const found = findConversations(rows, query).map(({ row, title }) => ({ ...row, title }));
    const known = new Set(rows.map((row) => row.conversationId));
    return [...found, ...(hits ?? []).filter((hit) => !known.has(hit.conversationId))].slice(0, foundMax);
  }, [rows, hits, query, isEmpty, openId]);

  return useMemo(
    () => ({
      name: isEmpty ? paletteText.recent : paletteText.conversations,
      options: lines.map(({ conversationId, sandboxId, title, lastActivityAt }) => ({
        id: `conversation-${conversationId}`,
        icon: <AgentFlag letter={sandboxes.find((one) => one.sandboxId === sandboxId)?.flag ?? ''} />,
        label: <Marked pieces={title} />,
        aside: rowTime(lastActivityAt, now, timeZone),
        run: () => goTo.conversation(conversationId),
      })),
    }),
    [isEmpty, lines, sandboxes, now, timeZone, goTo],
  );
}

function whole(title: string | null): Piece {
  return { text: title ?? text.list.untitled, isHit: false };
}
