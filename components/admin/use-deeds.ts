'use client';

import { useQueryClient } from '@tanstack/react-query';

/** Does something, and has whatever the operator's pages show asked for again: also when somebody else was faster. */
export function useDeeds(): <T>(act: () => Promise<T>) => Promise<T> {
  const client = useQueryClient();
  return (act) => act().finally(() => void client.invalidateQueries({ queryKey: ['admin'] }));
}
