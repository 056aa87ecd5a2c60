import type { ConversationItem } from '../contract/chat.ts';
import { unreadMax } from '../contract/limits.ts';
import type { Unread } from '../contract/notifications.ts';

type Counted = Pick<ConversationItem, 'conversationId' | 'muted' | 'unreadCount'>;

/**
 * What every sign of it shows: what is unread in all that isn't muted. The rows say it of the conversations that they know;
 * of the others, further down or archived, the server's last count holds: whatever happens in one of them makes it known.
 */
export function unreadTotal(
  rows: readonly Counted[],
  { conversations }: Unread,
  isKnown: (conversationId: string) => boolean,
): number {
  const elsewhere = conversations.filter(({ conversationId }) => !isKnown(conversationId));
  const counts = [
    ...rows.map(({ muted, unreadCount }) => (muted ? 0 : unreadCount)),
    ...elsewhere.map(({ muted, count }) => (muted ? 0 : count)),
  ];
  return Math.min(
    unreadMax,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

/** Counting ends at a thousand, so that many is "or more". */
function countShown(total: number): string {
  return total >= unreadMax ? `${unreadMax - 1}+` : String(total);
}

export function titleWith(total: number, title: string): string {
  return total === 0 ? title : `(${countShown(total)}) ${title}`;
}
