'use client';

import { useQueryClient } from '@tanstack/react-query';

/** Does something, and then has whatever the operator's pages show asked for again. */
export function useDeeds(): <T>(act: () => Promise<T>) => Promise<T> {
  const ask = useAskAgain();
  return (act) =>
    act().then((result) => {
      ask();
      return result;
    });
}

/** What the operator's pages show is asked for again. */
export function useAskAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ['admin'] });
}
