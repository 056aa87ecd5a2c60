'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import { persist } from '#lib/chat/persist.ts';
import { userContext } from '#lib/contexts.ts';
import { applyListEvent } from '#components/data/conversation-list.ts';
import { isRefusal } from '#components/data/problem.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { trpcClient } from '#components/data/trpc.ts';
import { useConnection } from '#components/realtime/event-service-provider.tsx';

/** Long enough that a burst is one mark, short enough that the other device's count is gone when it is picked up. */
const settleMs = 250;

/** When a mark got no answer, however often it was tried: time enough for a server to start. */
const laterMs = 15_000;

/** Tells the server how far was read, until it knows: at once, later again, and again when the connection is back. */
export function useReadMark(conversationId: string, message: Message | null): void {
  const client = useQueryClient();
  const { id: memberId } = useReader();
  const isConnected = useConnection().status === 'connected';
  const [round, setRound] = useState(0);
  const messageId = message?.id ?? null;
  useEffect(() => {
    if (messageId === null) return;
    const ends = new AbortController();
    const mark = async () => {
      const input = { conversationId, lastSeenMessageId: messageId };
      const { lastReadSeq } = await trpcClient.conversations.markRead.mutate(input);
      const payload = { conversationId, memberId, lastReadSeq };
      applyListEvent(client, { context: userContext(memberId), event: 'conversation.read', payload });
    };
    const begin = async () => {
      if (await persist(mark, { signal: ends.signal, isFinal: isRefusal })) return;
      timer = setTimeout(() => setRound((known) => known + 1), laterMs);
    };
    let timer = setTimeout(() => void begin(), settleMs);
    return () => {
      ends.abort();
      clearTimeout(timer);
    };
  }, [client, conversationId, messageId, memberId, isConnected, round]);
}
