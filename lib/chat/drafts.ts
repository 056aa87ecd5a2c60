import type { ConversationItem } from '../contract/chat.ts';

/** What this browser keeps of something begun. */
export interface LocalDraft {
  text: string;
  /** Where in the person's own log it was saved, or begun from. */
  seq: number;
  /** Whether the server has it as it stands here. */
  isSaved: boolean;
}

export const noDraft: LocalDraft = { text: '', seq: 0, isSaved: true };

type Told = Pick<ConversationItem, 'personalSeq' | 'draftPreview'>;

/**
 * Of what is here and what the server tells the newer one. What isn't saved yet was typed here after all that was told,
 * and will be the newest as soon as it is saved.
 */
export function isLocalNewer(local: LocalDraft, told: Pick<Told, 'personalSeq'>): boolean {
  return !local.isSaved || local.seq >= told.personalSeq;
}

/** What a row shows of what was left unfinished. */
export function draftPreview(local: LocalDraft, told: Told): string {
  return isLocalNewer(local, told) ? local.text.trim() : (told.draftPreview ?? '');
}

/** Whether what another device wrote takes the place of what stands in the field: never while somebody is typing there. */
export function takesOver({ told, shownSeq, local, isTyping }: Standing): boolean {
  return told > shownSeq && local.isSaved && !isTyping;
}

interface Standing {
  /** Where the newest that was told stands. */
  told: number;
  /** Where that stands which is in the field. */
  shownSeq: number;
  local: LocalDraft;
  isTyping: boolean;
}
