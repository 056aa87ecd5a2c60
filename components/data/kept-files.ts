import type { ChosenFile } from '#lib/chat/uploads.ts';

/** Beside each draft the files that were chosen for it, without their bytes; wiped when that person signs out. */
const prefix = 'claw-chat:files:';

interface Place {
  userId: string;
  conversationId: string;
}

const keyOf = ({ userId, conversationId }: Place) => `${prefix}${userId}:${conversationId}`;

export function keptFiles(place: Place): ChosenFile[] {
  return JSON.parse(localStorage.getItem(keyOf(place)) ?? '[]') as ChosenFile[];
}

export function keepFiles(place: Place, files: readonly ChosenFile[]): void {
  const key = keyOf(place);
  if (files.length === 0) return localStorage.removeItem(key);
  const kept = JSON.stringify(files.map(withoutProgress));
  // An upload tells of itself many times a second, and nothing that is kept changes with it.
  if (localStorage.getItem(key) !== kept) localStorage.setItem(key, kept);
}

export function wipeFiles(userId: string): void {
  const mine = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${userId}:`));
  for (const key of mine) localStorage.removeItem(key);
}

function withoutProgress(chosen: ChosenFile): ChosenFile {
  return chosen.state.name === 'uploading' ? { ...chosen, state: { name: 'waiting' } } : chosen;
}
