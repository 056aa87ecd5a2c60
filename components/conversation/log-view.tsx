'use client';

import { useMemo } from 'react';
import type { Conversation, Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ConversationLog } from '#lib/realtime/apply-event.ts';
import { groupMessages } from '#lib/chat/message-grouping.ts';
import { withPending } from '#lib/chat/optimistic-messages.ts';
import { countNew } from '#lib/chat/unread.ts';
import { useConversationLog } from '#components/data/conversation-log.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useReader } from '#components/data/reader-provider.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { JumpPill } from './jump-pill.tsx';
import { MessageLog } from './message-log.tsx';
import { usePinnedScroll } from './use-pinned-scroll.ts';
import { useReading } from './use-reading.ts';

/** One conversation's log on screen: what is stored, what waits, where reading stands, and where the view stands. */
export function LogView({ conversation, log, people, sandbox, isCaughtUp }: LogViewProps) {
  const { conversationId } = conversation;
  const reader = useReader();
  const { timeZone } = useClock();
  const { older, hasOlder } = useConversationLog(conversationId);
  const entries = useOutbox().entries;

  const shown = useMemo(() => {
    const mine = entries.filter((entry) => entry.conversationId === conversationId);
    return withPending(log.messages, mine, reader.id);
  }, [log.messages, entries, conversationId, reader.id]);

  const newestSeq = log.messages.at(-1)?.seq ?? 0;
  const scroll = usePinnedScroll({
    newest: newestSeq,
    own: shown.filter((message) => message.pending !== null).length,
    onNearTop: () => {
      if (hasOlder && older.isIdle) older.mutate(undefined, { onSuccess: older.reset });
    },
  });
  const line = useReading({ conversation, messages: log.messages, isPinned: scroll.isPinned, isCaughtUp });
  const items = useMemo(() => groupMessages(shown, { timeZone, line }), [shown, timeZone, line]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <MessageLog
        items={items}
        people={people}
        sandbox={sandbox}
        scroll={scroll}
        older={{
          hasOlder,
          isLoading: older.isPending,
          error: older.error,
          load: () => older.mutate(undefined, { onSuccess: older.reset }),
        }}
      />
      {!scroll.isPinned && (
        <JumpPill count={countNew(log.messages, scroll.seen, reader.id)} onPress={scroll.toBottom} />
      )}
    </div>
  );
}

interface LogViewProps {
  conversation: Conversation;
  log: ConversationLog;
  people: readonly Member[];
  sandbox: Sandbox | undefined;
  isCaughtUp: boolean;
}
