'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProviderId, WaysIn } from '#lib/contract/accounts.ts';
import { trpcClient } from '#components/data/trpc.ts';

const queryKey = ['ways-in'];

/** Whether a session is fresh changes by itself, so it is asked whenever the page is opened. */
export function useWaysIn() {
  return useQuery({ queryKey, queryFn: () => trpcClient.accounts.waysIn.query(), staleTime: 0 });
}

export function useUnlink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (provider: ProviderId) => trpcClient.accounts.unlink.mutate({ provider }),
    onSuccess: (_done, provider) =>
      client.setQueryData<WaysIn>(queryKey, (known) => {
        if (known === undefined) return known;
        const providers = known.providers.map((one) => (one.id === provider ? { ...one, isLinked: false } : one));
        return { ...known, providers };
      }),
  });
}

/** After the first password there is one. */
export function usePasswordMade(): () => void {
  const client = useQueryClient();
  return () => client.setQueryData<WaysIn>(queryKey, (known) => known && { ...known, hasPassword: true });
}
