/** What is being written, by person and conversation; wiped when that person signs out. */
const prefix = 'claw-chat:draft:';
const keyOf = (userId: string, conversationId: string) => `${prefix}${userId}:${conversationId}`;

export function readDraft(userId: string, conversationId: string): string {
  return localStorage.getItem(keyOf(userId, conversationId)) ?? '';
}

export function keepDraft(userId: string, conversationId: string, draft: string): void {
  if (draft === '') localStorage.removeItem(keyOf(userId, conversationId));
  else localStorage.setItem(keyOf(userId, conversationId), draft);
}

export function wipeDrafts(userId: string): void {
  const mine = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${userId}:`));
  for (const key of mine) localStorage.removeItem(key);
}
