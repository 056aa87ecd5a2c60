'use client';

import { useQuery } from '@tanstack/react-query';
import { trpcClient } from '#components/data/trpc.ts';

/** Nothing tells an operator's page what happens elsewhere, so it asks whenever it is opened. */
export function usePerson(userId: string) {
  return useQuery({
    queryKey: ['admin', 'person', userId],
    queryFn: () => trpcClient.admin.person.query({ userId }),
    staleTime: 0,
  });
}
