'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trpcClient } from '#components/data/trpc.ts';

/** How long the keys rest before the server is asked: what is half typed is found in the titles alone. */
const restMs = 150;
/** A single letter stands in every message. */
const lettersMin = 2;
/** As many as can be seen without scrolling past them. */
const shown = 6;

/** What the server finds in messages, and in titles that no page has shown yet. */
export function useMessageHits(query: string) {
  const rested = useRested(query.trim());
  const isAsked = rested.length >= lettersMin && query.trim().length >= lettersMin;
  const { data, error, isFetching } = useQuery({
    queryKey: ['search', rested],
    queryFn: ({ signal }) => trpcClient.search.messages.query({ query: rested, limit: shown }, { signal }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    // What was found a moment ago is as good as new; later there may be more.
    staleTime: 10_000,
    gcTime: 60_000,
    retry: false,
  });
  return {
    hits: isAsked ? data : undefined,
    error: isAsked ? error : null,
    isSearching: isFetching || (query.trim().length >= lettersMin && rested !== query.trim()),
  };
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
