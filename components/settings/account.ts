'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { trpcClient } from '#components/data/trpc.ts';

/** Every conversation that the browser keeps, whatever its id. */
const conversationsKey = ['conversation'];

/**
 * A new name is on every page: the server's part is rendered anew, and what is kept of conversations, whose members have
 * names, is forgotten, so that it is asked for again.
 */
export function useRename(): (name: string) => Promise<void> {
  const client = useQueryClient();
  const { refresh } = useRouter();
  return async (name) => {
    await trpcClient.accounts.rename.mutate({ name });
    client.removeQueries({ queryKey: conversationsKey });
    refresh();
  };
}
