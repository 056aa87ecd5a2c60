'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '#lib/contract/accounts.ts';
import { trpcClient } from '#components/data/trpc.ts';

const sessionsKey = ['sessions'];

/** Nothing tells the page when somebody signs in elsewhere, so it asks whenever it is opened or looked at again. */
export function useSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: async () => (await trpcClient.sessions.list.query()).sessions,
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
}

/** A row goes when the server has said that it is gone: a session that only looks closed would be a lie. */
export function useRevokeSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => trpcClient.sessions.revoke.mutate({ id }),
    onSuccess: (_done, id) => keepSessions(client, (session) => session.id !== id),
  });
}

export function useRevokeOtherSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => trpcClient.sessions.revokeOthers.mutate(),
    onSuccess: () => keepSessions(client, (session) => session.isCurrent),
  });
}

function keepSessions(client: QueryClient, keep: (session: Session) => boolean): void {
  client.setQueryData<readonly Session[]>(sessionsKey, (known) => known?.filter(keep));
}
