'use client';

import { useEffect, useRef } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { tellWorker } from './worker.ts';

/** What was read or decided anywhere needs no notification here any more. At first, all that isn't unread or waiting. */
export function useWorkerNews(): void {
  const { all } = useConversationList();
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    if (all === null) return;
    const now = new Map(all.map((row) => [row.conversationId, standingOf(row)]));
    const changed = all.filter((row) => known.current?.get(row.conversationId) !== now.get(row.conversationId));
    const gone = [...(known.current?.keys() ?? [])].filter((id) => !now.has(id));
    known.current = now;
    for (const conversationId of gone) tellWorker({ type: 'cleared', conversationId, waiting: [] });
    for (const { conversationId, unreadCount, waiting } of changed) {
      const questions = waiting.map(({ messageId, groupId }) => ({ messageId, groupId }));
      tellWorker({ type: unreadCount === 0 ? 'cleared' : 'unread', conversationId, waiting: questions });
    }
  }, [all]);
}

/** As far as notifications care. */
function standingOf({ unreadCount, waiting }: ConversationItem): string {
  return JSON.stringify([unreadCount === 0, waiting.map(({ messageId, groupId }) => [messageId, groupId])]);
}
