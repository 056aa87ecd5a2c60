'use client';

import { useCreateConversation } from '#components/data/conversation.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useGoToConversation, useOpenConversationId, useOrganizationId } from '#components/shell/navigation.ts';

/** A new conversation with the agent of the open one, or with the first there is. */
export function useNewConversation({ onCreated }: NewConversationOptions = {}) {
  const goTo = useGoToConversation();
  const sandboxes = useOwnSandboxes();
  const openRow = useConversationRow(useOpenConversationId() ?? '');
  const creation = useCreateConversation();
  const likeliest = openRow?.sandboxId ?? sandboxes[0]?.sandboxId;

  function createWith(sandboxId: string | undefined, title = '') {
    if (sandboxId === undefined || creation.isPending) return;
    // Not in `mutate`'s own callbacks: they are forgotten when what was pressed has gone, as the palette has by then.
    creation.mutateAsync(title === '' ? { sandboxId } : { sandboxId, title }).then(
      (conversation) => {
        goTo(conversation.conversationId);
        onCreated?.();
      },
      () => undefined, // whoever shows `error` says why
    );
  }
  return {
    create: () => createWith(likeliest),
    createNamed: (title: string) => createWith(likeliest, title),
    createWith: (sandboxId: string) => createWith(sandboxId),
    isBusy: creation.isPending,
    canCreate: likeliest !== undefined,
    error: creation.error,
  };
}

interface NewConversationOptions {
  onCreated?: (() => void) | undefined;
}

/** In an organization's chat, its own agents. */
export function useOwnSandboxes() {
  const organizationId = useOrganizationId();
  const sandboxes = useSandboxes();
  return organizationId === null ? sandboxes : sandboxes.filter((sandbox) => sandbox.organizationId === organizationId);
}
