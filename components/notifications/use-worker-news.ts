'use client';

import { useEffect, useRef } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { tellWorker, type Standing } from './worker.ts';

/** What was read or decided anywhere needs no notification here any more. At first all is told, then what changes. */
export function useWorkerNews(): void {
  const { all } = useConversationList();
  const told = useRef<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (all === null) return;
    const now = new Map(all.map((row) => [row.conversationId, standingOf(row)]));
    const changed = [...now.values()].filter(
      (standing) => told.current.get(standing.conversationId) !== JSON.stringify(standing),
    );
    const gone = [...told.current.keys()].filter((id) => !now.has(id)).map(endOf);
    told.current = new Map([...now].map(([id, standing]) => [id, JSON.stringify(standing)]));
    const standings = [...changed, ...gone];
    if (standings.length > 0) tellWorker({ type: 'standings', standings });
  }, [all]);
}

function standingOf({ conversationId, unreadCount, waiting }: ConversationItem): Standing {
  const questions = waiting.map(({ messageId, groupId }) => ({ messageId, groupId }));
  return { conversationId, isUnread: unreadCount > 0, waiting: questions };
}

function endOf(conversationId: string): Standing {
  return { conversationId, isUnread: false, waiting: [] };
}
