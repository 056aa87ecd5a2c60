'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKey } from '#lib/contract/accounts.ts';
import { trpcClient } from '#components/data/trpc.ts';

const keysKey = ['keys'];

/** Nothing tells the page when a key is used, so it asks whenever it is opened. */
export function useKeys() {
  return useQuery({
    queryKey: keysKey,
    queryFn: async () => (await trpcClient.keys.list.query()).keys,
    staleTime: 0,
  });
}

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => trpcClient.keys.create.mutate({ name }),
    // What is kept of it is what the list would say: the key itself is nobody's to remember.
    onSuccess: ({ key: _key, ...made }) =>
      client.setQueryData<readonly ApiKey[]>(keysKey, (known) => known && [made, ...known]),
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => trpcClient.keys.revoke.mutate({ id }),
    onSuccess: (_done, id) =>
      client.setQueryData<readonly ApiKey[]>(keysKey, (known) => known?.filter((key) => key.id !== id)),
  });
}
