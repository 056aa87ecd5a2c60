/** What is being written, by person and conversation; wiped when that person signs out. */
const prefix = 'claw-chat:draft:';
const keyOf = (userId: string, conversationId: string) => `${prefix}${userId}:${conversationId}`;

/** Who shows drafts on this page; other pages of this browser hear of them through `storage` events. */
const listeners = new Set<() => void>();

export function readDraft(userId: string, conversationId: string): string {
  return localStorage.getItem(keyOf(userId, conversationId)) ?? '';
}

export function keepDraft(userId: string, conversationId: string, draft: string): void {
  if (draft === '') localStorage.removeItem(keyOf(userId, conversationId));
  else localStorage.setItem(keyOf(userId, conversationId), draft);
  for (const listener of listeners) listener();
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
