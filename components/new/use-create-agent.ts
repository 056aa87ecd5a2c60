'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import { readConversation } from '#components/data/conversation.ts';
import { putSandbox } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { conversationPath, rootOf } from '#lib/chat/addresses.ts';

/** Whose it will be. */
type Place = { organizationId?: string };

/** Makes the agent and goes to its conversation: the page that it opens on knows both already. */
export function useCreateAgent(place: Place): (label: string) => Promise<void> {
  const client = useQueryClient();
  const { push } = useRouter();
  return async (label) => {
    const { sandbox, conversationId } = await trpcClient.sandboxes.create.mutate({ label, ...place });
    putSandbox(client, sandbox);
    // Only saves that page its first question: what can't be read here it asks for itself.
    await readConversation(client, conversationId).catch(() => undefined);
    push(conversationPath(conversationId, rootOf(place.organizationId ?? null)));
  };
}

/** Makes the place for a bot and hands over what was told of it, the key that is told once among that. */
export function useCreateBot(place: Place, onMade: (made: CreatedBot) => void): (label: string) => Promise<void> {
  const client = useQueryClient();
  return async (label) => {
    const made = await trpcClient.bots.create.mutate({ label, ...place });
    putSandbox(client, made.sandbox);
    onMade(made);
    await readConversation(client, made.conversationId).catch(() => undefined);
  };
}
