'use client';

import { useCreateConversation } from '#components/data/conversation.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { goToConversation, useOpenConversationId } from '#components/shell/navigation.ts';

/** A new conversation with the agent of the open one, or with the first there is. */
export function useNewConversation(onCreated?: () => void) {
  const sandboxes = useSandboxes();
  const openRow = useConversationRow(useOpenConversationId() ?? '');
  const creation = useCreateConversation();
  const likeliest = openRow?.sandboxId ?? sandboxes[0]?.sandboxId;

  function createWith(sandboxId: string | undefined) {
    if (sandboxId === undefined || creation.isPending) return;
    creation.mutate(sandboxId, {
      onSuccess: (conversation) => {
        goToConversation(conversation.conversationId);
        onCreated?.();
      },
    });
  }
  return {
    create: () => createWith(likeliest),
    createWith,
    isBusy: creation.isPending,
    canCreate: likeliest !== undefined,
    error: creation.error,
  };
}
