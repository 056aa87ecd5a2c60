'use client';

import { useSyncExternalStore } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { leftDraft, onDraftChange } from '#components/data/drafts.ts';
import { useReader } from '#components/data/reader-provider.tsx';

/** What was begun in a conversation and left there, on this device or another. The open one's is in its composer. */
export function useLeftDraft(row: ConversationItem, isCurrent: boolean): string {
  const { id } = useReader();
  return useSyncExternalStore(
    onDraftChange,
    () => (isCurrent ? '' : leftDraft(id, row)),
    () => (isCurrent ? '' : (row.draftPreview ?? '')),
  );
}
