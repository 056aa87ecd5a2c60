import type { Ended, Standing } from './worker.ts';

/** What a page remembers of a conversation; reading goes on even where it saw nothing unread in between. */
export interface Known extends Standing {
  lastReadSeq: number;
}

/**
 * What is over between two looks. A push may be shown before this page has heard of what it is about: what was never
 * seen waiting isn't over, however little of it is known here.
 */
export function endedSince(before: readonly Known[], now: readonly Known[]): Ended[] {
  const today = new Map(now.map((standing) => [standing.conversationId, standing]));
  return before
    .map(({ conversationId, lastReadSeq, waiting }) => {
      const standing = today.get(conversationId);
      const stillWaits = new Set(standing?.waiting.map(nameOf));
      const decided = waiting.filter((question) => !stillWaits.has(nameOf(question)));
      const isRead = standing === undefined || (!standing.isUnread && standing.lastReadSeq > lastReadSeq);
      return { conversationId, isRead, decided };
    })
    .filter(({ isRead, decided }) => isRead || decided.length > 0);
}

function nameOf({ messageId, groupId }: Standing['waiting'][number]): string {
  return `${messageId} ${groupId}`;
}
