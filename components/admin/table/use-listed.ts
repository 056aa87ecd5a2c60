'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';

/**
 * One page of a list. Nothing tells an operator's page what happens elsewhere, so it asks whenever it is opened; until
 * another page has come, the one before stands there.
 */
export function useListed<Page, Asked extends object>(
  name: string,
  asked: Asked,
  ask: (asked: Asked) => Promise<Page>,
) {
  return useQuery({
    queryKey: ['admin', name, asked],
    queryFn: () => ask(asked),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
