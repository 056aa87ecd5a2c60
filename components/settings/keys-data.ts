'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKey } from '#lib/contract/accounts.ts';
import { trpcClient } from '#components/data/trpc.ts';

/** Keys that hang together: a person's own, or those of one agent. */
export interface KeyRing {
  queryKey: readonly string[];
  list(): Promise<{ keys: readonly ApiKey[] }>;
  create(name: string): Promise<ApiKey & { key: string }>;
  revoke(id: string): Promise<unknown>;
}

export const ownKeys: KeyRing = {
  queryKey: ['keys'],
  list: () => trpcClient.keys.list.query(),
  create: (name) => trpcClient.keys.create.mutate({ name }),
  revoke: (id) => trpcClient.keys.revoke.mutate({ id }),
};

export function keysOfAgent(sandboxId: string): KeyRing {
  return {
    queryKey: ['keys', sandboxId],
    list: () => trpcClient.bots.keys.query({ sandboxId }),
    create: (name) => trpcClient.bots.createKey.mutate({ sandboxId, name }),
    revoke: (keyId) => trpcClient.bots.revokeKey.mutate({ sandboxId, keyId }),
  };
}

/** Nothing tells the page when a key is used, so it asks whenever it is opened. */
export function useKeys({ queryKey, list }: KeyRing) {
  return useQuery({ queryKey, queryFn: async () => (await list()).keys, staleTime: 0 });
}

export function useCreateKey({ queryKey, create }: KeyRing) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: create,
    // What is kept of it is what the list would say: the key itself is nobody's to remember.
    onSuccess: ({ key: _key, ...made }) =>
      client.setQueryData<readonly ApiKey[]>(queryKey, (known) => known && [made, ...known]),
  });
}

export function useRevokeKey({ queryKey, revoke }: KeyRing) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: revoke,
    onSuccess: (_done, id) =>
      client.setQueryData<readonly ApiKey[]>(queryKey, (known) => known?.filter((key) => key.id !== id)),
  });
}
