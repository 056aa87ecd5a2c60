import type { ConversationItem } from '#lib/contract/chat.ts';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';

type Arrival = EventPayload<'conversation.activity'>;

/**
 * What one reader knows of their conversations: for each the newest row that was read, the messages told of since, and the
 * furthest mark of reading. Kept apart and joined only when looked at, so that no order and no repetition of events can
 * count a message twice or forget one.
 */
export interface ConversationList {
  rows: Readonly<Record<string, Row>>;
}

interface Row {
  snapshot: ConversationItem | null;
  /** By position, and only those that still matter to the count or the preview. */
  arrivals: readonly Arrival[];
  lastReadSeq: number;
}

export const emptyList: ConversationList = { rows: {} };
const emptyRow: Row = { snapshot: null, arrivals: [], lastReadSeq: 0 };

/** Events of other people's reading never come here: `conversation.read` is told to its own reader alone. */
export function applyToList(list: ConversationList, event: WireEvent): ConversationList {
  switch (event.event) {
    case 'conversation.created':
      return mergeRows(list, [event.payload.conversation]);
    case 'conversation.activity':
      return change(list, event.payload.conversationId, (row) => withArrival(row, event.payload));
    case 'conversation.read':
      return change(list, event.payload.conversationId, (row) => withReading(row, event.payload.lastReadSeq));
    case 'message.created':
    case 'typing':
    case 'typing.stop':
    case 'presence.changed':
    case 'bot.status':
      return list;
  }
}

export function mergeRows(list: ConversationList, items: readonly ConversationItem[]): ConversationList {
  return items.reduce((joined, item) => change(joined, item.conversationId, (row) => withSnapshot(row, item)), list);
}

/** The list as it is shown, newest first. A conversation that is only known from events is left out until it was read. */
export function listedConversations(list: ConversationList, reader: string): ConversationItem[] {
  return Object.values(list.rows)
    .flatMap((row) => (row.snapshot === null ? [] : [joined(row, row.snapshot, reader)]))
    .toSorted((a, b) => b.lastActivityAt - a.lastActivityAt || (a.conversationId < b.conversationId ? 1 : -1));
}

/** Conversations that events told of and no page has shown yet. */
export function unknownConversations(list: ConversationList): string[] {
  return Object.entries(list.rows).flatMap(([id, row]) => (row.snapshot === null ? [id] : []));
}

function change(list: ConversationList, id: string, to: (row: Row) => Row): ConversationList {
  const row = list.rows[id] ?? emptyRow;
  const next = to(row);
  return next === row ? list : { rows: { ...list.rows, [id]: next } };
}

function withSnapshot(row: Row, item: ConversationItem): Row {
  if (row.snapshot !== null && !isFresher(item, row.snapshot)) return row;
  return pruned({ ...row, snapshot: item });
}

/** Titles are given once and reading only moves forward, so at one position the row that knows more is the fresher. */
function isFresher(item: ConversationItem, known: ConversationItem): boolean {
  if (item.head !== known.head) return item.head > known.head;
  if (item.lastReadSeq !== known.lastReadSeq) return item.lastReadSeq > known.lastReadSeq;
  return item.title !== null && known.title === null;
}

function withArrival(row: Row, arrival: Arrival): Row {
  if (row.arrivals.some((known) => known.head === arrival.head)) return row;
  const next = pruned({ ...row, arrivals: [...row.arrivals, arrival].toSorted((a, b) => a.head - b.head) });
  return next.arrivals.length === row.arrivals.length && next.arrivals.every((one, i) => one === row.arrivals[i])
    ? row
    : next;
}

function withReading(row: Row, lastReadSeq: number): Row {
  return lastReadSeq <= row.lastReadSeq ? row : pruned({ ...row, lastReadSeq });
}

/** Drops what can't count any more. The bounds only rise, so pruning early or late leaves the same. */
function pruned(row: Row): Row {
  const floor = row.snapshot?.head ?? 0;
  const newest = row.arrivals.at(-1);
  const arrivals = row.arrivals.filter(
    (arrival) => arrival.head > floor && (arrival.head > row.lastReadSeq || arrival === newest),
  );
  return { ...row, arrivals };
}

function joined(row: Row, snapshot: ConversationItem, reader: string): ConversationItem {
  const newest = row.arrivals.at(-1);
  const lastReadSeq = Math.max(snapshot.lastReadSeq, row.lastReadSeq);
  return {
    ...snapshot,
    ...(newest !== undefined && {
      head: newest.head,
      preview: newest.preview,
      lastActivityAt: Math.max(snapshot.lastActivityAt, newest.lastActivityAt),
    }),
    lastReadSeq,
    unreadCount: stillUnread(snapshot, lastReadSeq) + arrivedUnread(row, lastReadSeq, reader),
  };
}

/** Of what the row had counted: all of it, none of it, or at most as many as there are positions left. */
function stillUnread(snapshot: ConversationItem, lastReadSeq: number): number {
  if (lastReadSeq <= snapshot.lastReadSeq) return snapshot.unreadCount;
  return Math.max(0, Math.min(snapshot.unreadCount, snapshot.head - lastReadSeq));
}

function arrivedUnread(row: Row, lastReadSeq: number, reader: string): number {
  return row.arrivals.filter((arrival) => arrival.head > lastReadSeq && arrival.senderId !== reader).length;
}
