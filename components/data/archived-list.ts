'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listKey, putRowsInList, useConversationList } from './conversation-list.ts';
import { trpcClient } from './trpc.ts';

const archivedKey = [...listKey, 'archived'];

/**
 * The archived ones are rows of the same list, so that whatever happens to one is known wherever it stands. Only how far
 * down the archive was read is kept apart.
 */
export function useArchivedList() {
  const client = useQueryClient();
  const { all } = useConversationList();
  const query = useQuery({ queryKey: archivedKey, queryFn: () => readPage(client, null), staleTime: 0 });
  const more = useMutation({
    mutationFn: async () => {
      const { nextCursor } = client.getQueryData<Place>(archivedKey) ?? { nextCursor: null };
      client.setQueryData(archivedKey, await readPage(client, nextCursor));
    },
  });
  const rows = all?.filter((row) => row.archivedAt !== null) ?? [];
  return { rows: query.data === undefined ? null : rows, query, more, hasMore: query.data?.nextCursor != null };
}

interface Place {
  nextCursor: string | null;
}

async function readPage(client: QueryClient, cursor: string | null): Promise<Place> {
  const page = await trpcClient.conversations.list.query({ archived: true, cursor });
  putRowsInList(client, page.conversations);
  return { nextCursor: page.nextCursor };
}
