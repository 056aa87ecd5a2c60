'use client';

import { useEffect, useRef } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { endedSince, type Known } from './ended.ts';
import { tellWorker } from './worker.ts';

/** What was read or decided anywhere needs no notification here any more. At first all is told, then what is over. */
export function useWorkerNews(): void {
  const { all } = useConversationList();
  const told = useRef<readonly Known[] | null>(null);
  useEffect(() => {
    if (all === null) return;
    const before = told.current;
    const standings = all.map(knownOf);
    told.current = standings;
    if (before === null) return tellWorker({ type: 'standings', standings });
    const ended = endedSince(before, standings);
    if (ended.length > 0) tellWorker({ type: 'ended', ended });
  }, [all]);
}

function knownOf({ conversationId, unreadCount, waiting, lastReadSeq }: ConversationItem): Known {
  const questions = waiting.map(({ messageId, groupId }) => ({ messageId, groupId }));
  return { conversationId, isUnread: unreadCount > 0, lastReadSeq, waiting: questions };
}
