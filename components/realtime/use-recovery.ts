'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { problemOf } from '#components/data/problem.ts';
import { useConnection } from './event-service-provider.tsx';

/** A connection that comes back answers what failed without it: nobody has to press "Try again" after a restart. */
export function useRecovery(): void {
  const client = useQueryClient();
  const { status } = useConnection();
  useEffect(() => {
    if (status !== 'connected') return;
    void client.refetchQueries({ predicate: (query) => isUnanswered(query.state.error) });
  }, [client, status]);
}

/** A refusal stands: asking again would only be refused again. */
function isUnanswered(error: Error | null): boolean {
  const code = error && problemOf(error).code;
  return error !== null && (code === null || code === 'internal' || code === 'unavailable');
}
