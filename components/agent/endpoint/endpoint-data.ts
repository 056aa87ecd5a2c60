'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Endpoint } from '#lib/contract/endpoints.ts';
import { trpcClient } from '#components/data/trpc.ts';

const keyOf = (sandboxId: string) => ['endpoint', sandboxId];

/** That an endpoint is gone is noticed by whatever is sent there, so it is asked for whenever its page is opened. */
export function useEndpoint(sandboxId: string) {
  return useQuery({
    queryKey: keyOf(sandboxId),
    queryFn: async () => (await trpcClient.bots.endpoint.query({ sandboxId })).endpoint,
    staleTime: 0,
  });
}

export function useEndpointActs(sandboxId: string) {
  const client = useQueryClient();
  const keep = (endpoint: Endpoint | null) => client.setQueryData<Endpoint | null>(keyOf(sandboxId), endpoint);
  return {
    set: useMutation({
      mutationFn: (url: string) => trpcClient.bots.setEndpoint.mutate({ sandboxId, url }),
      onSuccess: ({ endpoint }) => keep(endpoint),
    }),
    rotate: useMutation({
      mutationFn: () => trpcClient.bots.rotateEndpointSecret.mutate({ sandboxId }),
      onSuccess: ({ endpoint }) => keep(endpoint),
    }),
    probe: useMutation({ mutationFn: () => trpcClient.bots.probeEndpoint.mutate({ sandboxId }) }),
    remove: useMutation({
      mutationFn: () => trpcClient.bots.removeEndpoint.mutate({ sandboxId }),
      onSuccess: () => keep(null),
    }),
  };
}

export type EndpointActs = ReturnType<typeof useEndpointActs>;
