'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConnection } from './event-service-provider.tsx';

/** A connection that comes back answers what failed without it: nobody has to press "Try again" after a restart. */
export function useRecovery(): void {
  const client = useQueryClient();
  const { status } = useConnection();
  useEffect(() => {
    if (status !== 'connected') return;
    void client.refetchQueries({ predicate: (query) => query.state.status === 'error' });
  }, [client, status]);
}
