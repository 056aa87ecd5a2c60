'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Conversation, Member } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { Roster } from '#lib/realtime/apply-member-event.ts';
import { applyToRoster, emptyRoster, listedMembers, mergeMembers } from '#lib/realtime/apply-member-event.ts';
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

const rosterKey = (conversationId: string) => ['roster', conversationId];

/** Who came and who left since the conversation was read. */
export function applyMemberEvents(client: QueryClient, conversationId: string, events: readonly WireEvent[]): void {
  client.setQueryData<Roster>(rosterKey(conversationId), (known = emptyRoster) => events.reduce(applyToRoster, known));
}

const nobody: readonly Member[] = [];

/** Who is in it now. */
export function useMembers(conversationId: string): readonly Member[] {
  const { data: conversation } = useConversation(conversationId);
  const { data: roster = emptyRoster } = useQuery<Roster>({ queryKey: rosterKey(conversationId), enabled: false });
  return useMemo(() => {
    if (conversation === undefined) return nobody;
    return listedMembers(mergeMembers(roster, conversation.members, conversation.head));
  }, [conversation, roster]);
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
    mutationFn: async (asked: { sandboxId: string; title?: string }) => {
      const { conversation } = await trpcClient.conversations.create.mutate(asked);
      client.setQueryData(conversationKey(conversation.conversationId), conversation);
      putInList(client, conversation);
      return conversation;
    },
  });
}
