'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { readConversation } from '#components/data/conversation.ts';
import { sandboxesKey } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { conversationPath } from '#lib/chat/addresses.ts';

/** Makes the agent and goes to its conversation: the page that it opens on knows both already. */
export function useCreateAgent(): (label: string) => Promise<void> {
  const client = useQueryClient();
  const { push } = useRouter();
  return async (label) => {
    const { sandbox, conversationId } = await trpcClient.sandboxes.create.mutate({ label });
    client.setQueryData<readonly Sandbox[]>(sandboxesKey, (known) => [...(known ?? []), sandbox]);
    // Only saves that page its first question: what can't be read here it asks for itself.
    await readConversation(client, conversationId).catch(() => undefined);
    push(conversationPath(conversationId));
  };
}
