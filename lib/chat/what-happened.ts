import type { ConversationItem } from '../contract/chat.ts';
import type { Sandbox } from '../contract/sandboxes.ts';
import { firstEnd } from './conversation-groups.ts';

export interface WhatHappened {
  /** What the reader may decide, what expires first at the front. */
  waiting: ConversationItem[];
  agents: Sandbox[];
  /** Newest first; what is muted is no news. */
  unread: ConversationItem[];
}

/** Kept nowhere: it is what stands unread, undecided or still, whoever looks from wherever. */
export function whatHappened(rows: readonly ConversationItem[], sandboxes: readonly Sandbox[]): WhatHappened {
  const deciding = new Set(sandboxes.flatMap(({ sandboxId, mayDecide }) => (mayDecide ? [sandboxId] : [])));
  const isWaiting = (row: ConversationItem) => row.waiting.length > 0 && deciding.has(row.sandboxId);
  return {
    waiting: rows.filter(isWaiting).toSorted((a, b) => firstEnd(a) - firstEnd(b)),
    agents: sandboxes.filter(({ status }) => status === 'stopped'),
    unread: rows.filter((row) => row.unreadCount > 0 && !row.muted && !isWaiting(row)),
  };
}
