import type { EventPayload } from '../contract/events.ts';
import type { UnreadCount } from '../contract/notifications.ts';

/** What happened to a message that counts, or is shown, in a list. */
export type Arrival = EventPayload<'conversation.activity'>;

/** Both only rise, so of two counts the one in which the first difference is higher was made later. */
export function isLaterCount(one: UnreadCount, other: UnreadCount): boolean {
  return one.head === other.head ? one.lastReadSeq > other.lastReadSeq : one.head > other.head;
}

/** One more for each message that the count hadn't seen, one less for each that it had and that was deleted since. */
export function unreadSince(
  counted: UnreadCount,
  arrivals: readonly Arrival[],
  { lastReadSeq, reader }: { lastReadSeq: number; reader: string },
): number {
  const since = arrivals.filter(({ head }) => head > counted.head);
  const latest = new Map(since.map((arrival) => [arrival.messageId, arrival]));
  const readTo = Math.max(lastReadSeq, counted.lastReadSeq);
  let count = stillUnread(counted, readTo);
  for (const { seq, senderId, preview } of latest.values()) {
    if (seq <= readTo || senderId === reader) continue;
    const isDeleted = preview === null || preview.deleted;
    if (seq > counted.head && !isDeleted) count += 1;
    if (seq <= counted.head && isDeleted) count -= 1;
  }
  return Math.max(0, count);
}

/** All of it, none of it, or at most as many as there are positions left, until it was counted again. */
function stillUnread({ head, lastReadSeq: wasRead, count }: UnreadCount, lastReadSeq: number): number {
  return lastReadSeq <= wasRead ? count : Math.max(0, Math.min(count, head - lastReadSeq));
}
