'use client';

import { useConversationRow } from '#components/data/conversation-list.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { useOrganizationId } from './navigation.ts';

/** In an organization's chat a conversation with an agent of somebody else is unknown, even to those who may read it. */
export function useIsElsewhere(conversationId: string | null): boolean {
  const organizationId = useOrganizationId();
  const sandboxId = useConversationRow(conversationId ?? '')?.sandboxId;
  const sandbox = useSandbox(sandboxId);
  return organizationId !== null && sandboxId !== undefined && sandbox?.organizationId !== organizationId;
}
