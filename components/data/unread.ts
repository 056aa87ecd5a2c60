'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Unread } from '#lib/contract/notifications.ts';
import { unreadTotal } from '#lib/chat/unread-total.ts';
import { emptyList, isKnown } from '#lib/realtime/apply-list-event.ts';
import { putCountsInList, useConversationList } from './conversation-list.ts';
import { useReader } from './reader-provider.tsx';
import { trpcClient } from './trpc.ts';

export const unreadKey = ['unread'];
const nothing: Unread = { conversations: [] };

/** What is unread in all that isn't muted: the one number of the tab, its icon and the app's. Null until the list is loaded. */
export function useUnreadTotal(): number | null {
  const client = useQueryClient();
  const reader = useReader();
  const { all, query } = useConversationList();
  const { data: unread = nothing } = useQuery({ queryKey: unreadKey, queryFn: () => readUnread(client) });
  const list = query.data?.list ?? emptyList;
  return all === null ? null : unreadTotal(all, unread, (id) => isKnown(list, id, reader.id));
}

/** Rows that no page has shown again since may have missed something. */
async function readUnread(client: QueryClient): Promise<Unread> {
  const unread = await trpcClient.badges.unread.query();
  putCountsInList(client, unread);
  return unread;
}
