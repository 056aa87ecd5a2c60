'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpcClient } from './trpc.ts';

const candidatesKey = (conversationId: string) => ['candidates', conversationId];

/** Who could be let in. Nothing tells who comes to the organization, so it is asked for whenever it is looked at. */
export function useCandidates(conversationId: string, search: string) {
  return useQuery({
    queryKey: [...candidatesKey(conversationId), search],
    queryFn: async () => {
      const asked = search === '' ? { conversationId } : { conversationId, search };
      return (await trpcClient.conversations.candidates.query(asked)).people;
    },
    placeholderData: (known) => known,
    staleTime: 0,
  });
}

/** Who is in it the page hears from the conversation's own log. */
export function useAddMember(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => trpcClient.conversations.addMember.mutate({ conversationId, userId }),
    onSettled: () => client.invalidateQueries({ queryKey: candidatesKey(conversationId) }),
  });
}

export function useRemoveMember(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) => trpcClient.conversations.removeMember.mutate({ conversationId, memberId }),
    onSettled: () => client.invalidateQueries({ queryKey: candidatesKey(conversationId) }),
  });
}
