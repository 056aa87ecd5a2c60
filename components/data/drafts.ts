import type { ConversationItem } from '#lib/contract/chat.ts';
import type { LocalDraft } from '#lib/chat/drafts.ts';
import { draftPreview, noDraft } from '#lib/chat/drafts.ts';

/** What is being written, by person and conversation; wiped when that person signs out. */
const prefix = 'claw-chat:draft:';
const keyOf = (userId: string, conversationId: string) => `${prefix}${userId}:${conversationId}`;

/** Who shows drafts on this page; other pages of this browser hear of them through `storage` events. */
const listeners = new Set<() => void>();

export function readDraft(userId: string, conversationId: string): LocalDraft {
  const kept = localStorage.getItem(keyOf(userId, conversationId));
  return kept === null ? noDraft : (JSON.parse(kept) as LocalDraft);
}

export function keepDraft(userId: string, conversationId: string, draft: LocalDraft): void {
  // Nothing, and saved as nothing, is what a conversation without a draft has anyway.
  if (draft.text === '' && draft.isSaved) localStorage.removeItem(keyOf(userId, conversationId));
  else localStorage.setItem(keyOf(userId, conversationId), JSON.stringify(draft));
  for (const listener of listeners) listener();
}

export function leftDraft(userId: string, row: ConversationItem): string {
  return draftPreview(readDraft(userId, row.conversationId), row);
}

export function onDraftChange(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function wipeDrafts(userId: string): void {
  const mine = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${userId}:`));
  for (const key of mine) localStorage.removeItem(key);
}
