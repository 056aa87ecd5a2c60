'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Conversation } from '#lib/contract/chat.ts';
import { putInList } from './conversation-list.ts';
import { trpcClient } from './trpc.ts';

export const conversationKey = (conversationId: string) => ['conversation', conversationId];

export function useConversation(conversationId: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: conversationKey(conversationId),
    queryFn: () => readConversation(client, conversationId),
  });
}

/** What one conversation's page learns, its row in the list learns too. */
export async function readConversation(client: QueryClient, conversationId: string): Promise<Conversation> {
  const conversation = await trpcClient.conversations.get.query({ conversationId });
  putInList(client, conversation);
  return conversation;
}

export function useCreateConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (sandboxId: string) => {
      const { conversation } = await trpcClient.conversations.create.mutate({ sandboxId });
      client.setQueryData(conversationKey(conversation.conversationId), conversation);
      putInList(client, conversation);
      return conversation;
    },
  });
}
