'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { PersonalResult } from '#lib/contract/personal.ts';
import type { ListChange } from '#lib/chat/list-changes.ts';
import { userContext } from '#lib/contexts.ts';
import { conversationKey, readConversation } from './conversation.ts';
import { applyListEvent, forgetChange, noteChange } from './conversation-list.ts';
import { logKey } from './conversation-log.ts';
import { useReader } from './reader-provider.tsx';
import { trpcClient } from './trpc.ts';

/**
 * What can be done to a conversation from its row and its bar. Each is on screen at once and taken back if the server
 * refuses; the promise then says why.
 */
export interface ConversationActs {
  rename(row: ConversationItem, title: string): Promise<void>;
  setMuted(row: ConversationItem, muted: boolean): Promise<void>;
  setPinned(row: ConversationItem, pinned: boolean): Promise<void>;
  setArchived(row: ConversationItem, isArchived: boolean): Promise<void>;
  leave(row: ConversationItem): Promise<void>;
  remove(row: ConversationItem): Promise<void>;
}

export function useConversationActs(): ConversationActs {
  const client = useQueryClient();
  const { id } = useReader();
  return useMemo(() => actsOf(client, id), [client, id]);
}

function actsOf(client: QueryClient, userId: string): ConversationActs {
  const { rename, setMuted, setPinned, archive, unarchive, leave, delete: remove } = trpcClient.conversations;

  /** The answer is how it stands now, and stays when the change made in advance goes. */
  async function learn(conversationId: string, answer: Promise<PersonalResult>): Promise<void> {
    const { personal } = await answer;
    const payload = { conversationId, ...personal };
    applyListEvent(client, { context: userContext(userId), event: 'conversation.personal', payload });
  }

  return {
    rename: ({ conversationId }, title) =>
      inAdvance(client, { conversationId, kind: 'set', values: { title } }, async () => {
        await rename.mutate({ conversationId, title });
        const conversation = await readConversation(client, conversationId);
        client.setQueryData(conversationKey(conversationId), conversation);
      }),
    setMuted: ({ conversationId }, muted) =>
      inAdvance(client, { conversationId, kind: 'set', values: { muted } }, () =>
        learn(conversationId, setMuted.mutate({ conversationId, muted })),
      ),
    setPinned: ({ conversationId }, pinned) =>
      inAdvance(client, { conversationId, kind: 'set', values: { pinned } }, () =>
        learn(conversationId, setPinned.mutate({ conversationId, pinned })),
      ),
    setArchived: ({ conversationId, lastActivityAt }, isArchived) => {
      // This clock may run behind the server's, and what is older than the last activity isn't archived.
      const archivedAt = isArchived ? Math.max(Date.now(), lastActivityAt) : null;
      return inAdvance(client, { conversationId, kind: 'set', values: { archivedAt } }, () =>
        learn(conversationId, (isArchived ? archive : unarchive).mutate({ conversationId })),
      );
    },
    leave: (row) => goAway(client, row, () => leave.mutate({ conversationId: row.conversationId })),
    remove: (row) => goAway(client, row, () => remove.mutate({ conversationId: row.conversationId })),
  };
}

async function inAdvance(client: QueryClient, change: ListChange, act: () => Promise<void>): Promise<void> {
  noteChange(client, change);
  try {
    await act();
  } finally {
    forgetChange(client, change);
  }
}

/** The row stays away when it has gone: the event that says so comes later than the answer. */
async function goAway(
  client: QueryClient,
  { conversationId, joinedSeq }: ConversationItem,
  act: () => Promise<unknown>,
): Promise<void> {
  const change: ListChange = { conversationId, kind: 'gone', joinedSeq };
  noteChange(client, change);
  try {
    await act();
  } catch (error) {
    forgetChange(client, change);
    throw error;
  }
}

/** What was known of a conversation that one has left. Called once nothing shows it any more, or it would be asked for anew. */
export function forgetConversation(client: QueryClient, conversationId: string): void {
  client.removeQueries({ queryKey: conversationKey(conversationId) });
  client.removeQueries({ queryKey: logKey(conversationId) });
}
