'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { ContextUse } from '#lib/contract/bots.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import { trpcClient } from './trpc.ts';

export const contextUseKey = (conversationId: string) => ['context use', conversationId];

/** How much of its model's memory the conversation takes; null while its agent has said nothing of it. */
export function useContextUse(conversationId: string): ContextUse | null {
  const { data } = useQuery({
    queryKey: contextUseKey(conversationId),
    queryFn: async () => (await trpcClient.bots.conversationStatus.query({ conversationId })).status,
  });
  return data ?? null;
}

/** The agent's word, unless a newer one is known. */
export function applyContextUse(
  client: QueryClient,
  { conversationId, ...told }: EventPayload<'conversation.status'>,
): void {
  client.setQueryData<ContextUse | null>(contextUseKey(conversationId), (known) =>
    known != null && known.at > told.at ? known : told,
  );
}
