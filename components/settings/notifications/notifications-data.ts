'use client';

import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AddTargetInput, NotificationPreferences, PushTarget } from '#lib/contract/notifications.ts';
import { trpcClient } from '#components/data/trpc.ts';

const targetsKey = ['push-targets'];
const wishesKey = ['notification-preferences'];

/** Nothing tells the page when a device takes something, so it asks whenever it is opened or looked at again. */
export function useTargets() {
  return useQuery({
    queryKey: targetsKey,
    queryFn: async () => (await trpcClient.notifications.targets.query()).targets,
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
}

/** What this browser would subscribe with; null: it can't, since the page is no https page. */
export function usePublicKey() {
  return useQuery({
    queryKey: ['push-public-key'],
    queryFn: async () => (await trpcClient.notifications.publicKey.query()).publicKey,
  });
}

export function useAddTarget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: AddTargetInput) => trpcClient.notifications.addTarget.mutate(input),
    onSuccess: (added) => change(client, (known) => [...known.filter(({ id }) => id !== added.id), added]),
  });
}

export function useRenameTarget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { targetId: string; name: string }) => trpcClient.notifications.renameTarget.mutate(input),
    onSuccess: (renamed) => change(client, (known) => known.map((one) => (one.id === renamed.id ? renamed : one))),
  });
}

export function useRemoveTarget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (targetId: string) => trpcClient.notifications.removeTarget.mutate({ targetId }),
    onSuccess: (_done, targetId) => change(client, (known) => known.filter(({ id }) => id !== targetId)),
  });
}

/** Afterwards the list says when it took something, or no longer has it. */
export function useTestTarget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: PushTarget) => trpcClient.notifications.test.mutate({ targetId: id }),
    onSuccess: () => client.invalidateQueries({ queryKey: targetsKey }),
  });
}

export function useWishes() {
  return useQuery({ queryKey: wishesKey, queryFn: () => trpcClient.notifications.preferences.query(), staleTime: 0 });
}

/** Acts at once: the page shows what was chosen, and what the server has again if it didn't take it. One after the other. */
export function useSetWishes() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'notification-preferences' },
    mutationFn: (chosen: NotificationPreferences) => trpcClient.notifications.setPreferences.mutate(chosen),
    onMutate: async (chosen) => {
      await client.cancelQueries({ queryKey: wishesKey });
      client.setQueryData(wishesKey, chosen);
    },
    onError: () => client.invalidateQueries({ queryKey: wishesKey }),
  });
}

function change(client: QueryClient, next: (known: readonly PushTarget[]) => readonly PushTarget[]): void {
  client.setQueryData<readonly PushTarget[]>(targetsKey, (known) => known && next(known));
}
