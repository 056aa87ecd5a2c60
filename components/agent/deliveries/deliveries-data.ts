'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpcClient } from '#components/data/trpc.ts';

export type Only = 'all' | 'open' | 'dead';

const keyOf = (sandboxId: string) => ['deliveries', sandboxId];

/** Nothing tells a page what becomes of deliveries, so it asks when it is opened, and when the person asks. */
export function useDeliveries(sandboxId: string, only: Only) {
  return useInfiniteQuery({
    queryKey: [...keyOf(sandboxId), only],
    queryFn: ({ pageParam }) =>
      trpcClient.bots.deliveries.query({ sandboxId, only: only === 'all' ? null : only, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useDelivery(sandboxId: string, deliveryId: string) {
  return useQuery({
    queryKey: [...keyOf(sandboxId), 'one', deliveryId],
    queryFn: () => trpcClient.bots.delivery.query({ sandboxId, deliveryId }),
    staleTime: 0,
  });
}

/** One that was given up, or with null all of them. */
export function useReplay(sandboxId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: string | null) =>
      deliveryId === null
        ? trpcClient.bots.replayDead.mutate({ sandboxId })
        : trpcClient.bots.replayDelivery.mutate({ sandboxId, deliveryId }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(sandboxId) }),
  });
}
