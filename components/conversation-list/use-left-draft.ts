'use client';

import { useSyncExternalStore } from 'react';
import { onDraftChange, readDraft } from '#components/data/drafts.ts';
import { useReader } from '#components/data/reader-provider.tsx';

/** What was begun in a conversation and left there. The open one's is in its composer and not also in the list. */
export function useLeftDraft(conversationId: string, isCurrent: boolean): string {
  const { id } = useReader();
  const draft = useSyncExternalStore(
    onDraftChange,
    () => (isCurrent ? '' : readDraft(id, conversationId)),
    () => '',
  );
  return draft.trim();
}
