import type { ConversationItem, Personal } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { Unread, UnreadCount } from '#lib/contract/notifications.ts';
import { isLaterCount, unreadSince, type Arrival } from './unread-since.ts';
import { waitingSince, withWaiting, type WaitingNews } from './waiting.ts';

/**
 * What one reader knows of their conversations: for each the newest row that was read, and what was told since of its
 * messages, its title, its members and the furthest mark of reading. Kept apart and joined only when looked at, so that no
 * order and no repetition of events can count a message twice or forget one.
 */
export interface ConversationList {
  rows: Readonly<Record<string, Row>>;
}

interface Row {
  snapshot: ConversationItem | null;
  /** What happened to last messages, by position; only what still matters to the count or the preview. */
  arrivals: readonly Arrival[];
  lastReadSeq: number;
  /** What the server has counted since, when the reader's own doing had changed it. */
  counted: UnreadCount | null;
  title: { title: string; titleSeq: number } | null;
  /** By member, the newest time that they were added, as the row was for them. */
  added: Readonly<Record<string, ConversationItem>>;
  /** By member, where in the sandbox's log they left last. */
  left: Readonly<Record<string, number>>;
  /** What the reader has set for themselves, as it was told last. */
  personal: Personal | null;
  /** What was told of the questions that wait here. */
  waiting: WaitingNews;
}

export const emptyList: ConversationList = { rows: {} };
const emptyRow: Row = {
  snapshot: null,
  arrivals: [],
  lastReadSeq: 0,
  counted: null,
  title: null,
  added: {},
  left: {},
  personal: null,
  waiting: {},
};
/** Of a conversation that was deleted: nothing that was told of it counts, whether it comes before or after. */
const gone: Row = { ...emptyRow };

/** Events of other people's reading never come here: `conversation.read` is told to its own reader alone. */
export function applyToList(list: ConversationList, event: WireEvent): ConversationList {
  switch (event.event) {
    case 'conversation.created': {
      const { conversation, memberId } = event.payload;
      if (memberId === null) return mergeRows(list, [conversation]);
      return change(list, conversation.conversationId, (row) => withAdded(row, memberId, conversation));
    }
    case 'conversation.renamed':
      return change(list, event.payload.conversationId, (row) => withTitle(row, event.payload));
    case 'conversation.left':
      return change(list, event.payload.conversationId, (row) => withLeft(row, event.payload.memberId, event.id ?? 0));
    case 'conversation.activity':
      return change(list, event.payload.conversationId, (row) => withArrival(row, event.payload));
    case 'conversation.read':
      return change(list, event.payload.conversationId, (row) => withReading(row, event.payload.lastReadSeq));
    case 'badge.changed':
      return change(list, event.payload.conversationId, (row) => withCount(row, event.payload.unread));
    case 'conversation.personal':
      return change(list, event.payload.conversationId, (row) => withPersonal(row, event.payload));
    case 'approval.opened': {
      const { conversationId, ...waiting } = event.payload;
      return change(list, conversationId, (row) =>
        withNews(row, withWaiting(row.waiting, waiting, { seq: event.id ?? 0, waiting })),
      );
    }
    case 'approval.closed': {
      const { conversationId, ...question } = event.payload;
      return change(list, conversationId, (row) =>
        withNews(row, withWaiting(row.waiting, question, { seq: event.id ?? 0, waiting: null })),
      );
    }
    case 'conversation.deleted':
      return change(list, event.payload.conversationId, () => gone);
    case 'action.executed':
    case 'action.expired':
    case 'action.delivery_failed':
    case 'action.unconfirmed':
    case 'message.stop_requested':
    case 'message.delivery_delayed':
    case 'message.delivery_failed':
    case 'message.delivered':
    case 'message.redelivered':
    case 'message.delta':
    case 'message.created':
    case 'message.updated':
    case 'message.deleted':
    case 'reaction.added':
    case 'reaction.removed':
    case 'member.joined':
    case 'member.left':
    case 'typing':
    case 'typing.stop':
    case 'presence.changed':
    case 'conversation.status':
    case 'sandbox.status':
    case 'sandbox.renamed':
    case 'bot.status':
      return list;
  }
}

export function mergeRows(list: ConversationList, items: readonly ConversationItem[]): ConversationList {
  return items.reduce((joined, item) => change(joined, item.conversationId, (row) => withSnapshot(row, item)), list);
}

/** What the server has counted, of the rows that are known. */
export function mergeCounts(list: ConversationList, { conversations }: Unread): ConversationList {
  return conversations.reduce(
    (joined, { conversationId, muted: _muted, ...count }) =>
      Object.hasOwn(joined.rows, conversationId)
        ? change(joined, conversationId, (row) => withCount(row, count))
        : joined,
    list,
  );
}

/** Of all that was read nothing is left, and of what was told since all: so a page that is merged into it is a first one. */
export function forgotten(list: ConversationList): ConversationList {
  return changeAll(list, (row) => ({ ...row, snapshot: null, added: {} }));
}

/** Whoever left may have come back since: only what is told or read from now on says so. */
export function withoutEnds(list: ConversationList): ConversationList {
  const isPlain = ({ left }: Row) => Object.keys(left).length === 0;
  return changeAll(list, (row) => (isPlain(row) ? row : { ...row, snapshot: null, added: {}, left: {} }));
}

function changeAll({ rows }: ConversationList, to: (row: Row) => Row): ConversationList {
  return { rows: Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, row === gone ? row : to(row)])) };
}

/** Without a conversation that the server no longer gives; should it come back, it is a new row. */
export function withoutRow(list: ConversationList, id: string): ConversationList {
  const { [id]: _dropped, ...rows } = list.rows;
  return { rows };
}

/** The list as it is shown, newest first. A conversation that is only known from events is left out until it was read. */
export function listedConversations(list: ConversationList, reader: string): ConversationItem[] {
  return Object.values(list.rows)
    .flatMap((row) => {
      const base = baseOf(row, reader);
      return base === null || (row.left[reader] ?? 0) > base.joinedSeq ? [] : [joined(row, base, reader)];
    })
    .toSorted((a, b) => b.lastActivityAt - a.lastActivityAt || (a.conversationId < b.conversationId ? 1 : -1));
}

/** Conversations in which something happened and that no page has shown yet. */
export function unknownConversations(list: ConversationList): string[] {
  const isUnknown = (row: Row) =>
    row.snapshot === null && (row.arrivals.length > 0 || row.lastReadSeq > 0 || row.counted !== null);
  return Object.entries(list.rows).flatMap(([id, row]) => (isUnknown(row) ? [id] : []));
}

/** Is it for the list to say what is unread in a conversation? Of others only the server knows. */
export function isKnown(list: ConversationList, id: string, reader: string): boolean {
  const row = list.rows[id];
  return row !== undefined && (row === gone || baseOf(row, reader) !== null || row.left[reader] !== undefined);
}

/** Who was added again since the row was read begins anew; to others that is no news. */
function baseOf({ snapshot, added }: Row, reader: string): ConversationItem | null {
  const mine = added[reader];
  if (mine === undefined) return snapshot;
  return snapshot === null || mine.joinedSeq > snapshot.joinedSeq ? mine : snapshot;
}

function change(list: ConversationList, id: string, to: (row: Row) => Row): ConversationList {
  const row = list.rows[id] ?? emptyRow;
  if (row === gone) return list;
  const next = to(row);
  return next === row ? list : { rows: { ...list.rows, [id]: next } };
}

function withSnapshot(row: Row, item: ConversationItem): Row {
  if (row.snapshot !== null && !isFresher(item, row.snapshot)) return row;
  return pruned({ ...row, snapshot: item });
}

/** All of these only rise, so of two rows the one in which the first difference is higher was read later. */
function isFresher(item: ConversationItem, known: ConversationItem): boolean {
  if (item.head !== known.head) return item.head > known.head;
  if (item.lastReadSeq !== known.lastReadSeq) return item.lastReadSeq > known.lastReadSeq;
  if (item.titleSeq !== known.titleSeq) return item.titleSeq > known.titleSeq;
  return item.personalSeq > known.personalSeq;
}

/** As it stood when it was read, so the same position may be told twice: an archive that has ended since is the later one. */
function withPersonal(row: Row, { muted, pinned, archivedAt, draftPreview, personalSeq }: Personal): Row {
  const known = row.personal;
  const isLater =
    known === null ||
    personalSeq > known.personalSeq ||
    (personalSeq === known.personalSeq && archivedAt === null && known.archivedAt !== null);
  return isLater ? { ...row, personal: { muted, pinned, archivedAt, draftPreview, personalSeq } } : row;
}

function withTitle(row: Row, { title, titleSeq }: { title: string; titleSeq: number }): Row {
  return titleSeq <= (row.title?.titleSeq ?? 0) ? row : { ...row, title: { title, titleSeq } };
}

function withAdded(row: Row, memberId: string, item: ConversationItem): Row {
  if (item.joinedSeq <= (row.added[memberId]?.joinedSeq ?? 0)) return row;
  return { ...row, added: { ...row.added, [memberId]: item } };
}

function withLeft(row: Row, memberId: string, seq: number): Row {
  return seq <= (row.left[memberId] ?? 0) ? row : { ...row, left: { ...row.left, [memberId]: seq } };
}

function withNews(row: Row, waiting: WaitingNews): Row {
  return waiting === row.waiting ? row : { ...row, waiting };
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

function withCount(row: Row, counted: UnreadCount | null): Row {
  if (counted === null || (row.counted !== null && !isLaterCount(counted, row.counted))) return row;
  return { ...row, counted };
}

/** Drops what can't count any more. The bounds only rise, so pruning early or late leaves the same. */
function pruned(row: Row): Row {
  const floor = row.snapshot?.head ?? 0;
  const newest = newestOf(row.arrivals);
  const latest = new Map(row.arrivals.map((arrival) => [arrival.messageId, arrival]));
  const arrivals = row.arrivals.filter(
    (arrival) =>
      arrival.head > floor &&
      (arrival === newest || (arrival.seq > row.lastReadSeq && arrival === latest.get(arrival.messageId))),
  );
  return { ...row, arrivals };
}

function joined(row: Row, base: ConversationItem, reader: string): ConversationItem {
  const since = row.arrivals.filter((arrival) => arrival.head > base.head);
  const newest = newestOf(since);
  const lastReadSeq = Math.max(base.lastReadSeq, row.lastReadSeq);
  const lastActivityAt = Math.max(base.lastActivityAt, newest?.lastActivityAt ?? 0);
  return {
    ...base,
    ...(newest !== undefined && { head: newest.head, preview: newest.preview }),
    lastActivityAt,
    ...personalOf(row, base, lastActivityAt),
    ...(row.title !== null && row.title.titleSeq > base.titleSeq && row.title),
    ...waitingSince(base, row.waiting),
    lastReadSeq,
    unreadCount: unreadSince(countOf(row, base), row.arrivals, { lastReadSeq, reader }),
  };
}

/** What is shown of the conversation: not of a message before its last one. */
function newestOf(arrivals: readonly Arrival[]): Arrival | undefined {
  return arrivals.findLast(({ preview }) => preview !== null);
}

function countOf({ counted }: Row, { head, lastReadSeq, unreadCount: count }: ConversationItem): UnreadCount {
  const ofRow = { head, lastReadSeq, count };
  return counted !== null && isLaterCount(counted, ofRow) ? counted : ofRow;
}

/** Who was added again finds what they had set before; and what was archived comes back when something is said in it. */
function personalOf({ personal, snapshot }: Row, base: ConversationItem, lastActivityAt: number): Personal {
  const newest = [base, snapshot, personal].reduce<Personal>(
    (best, one) => (one !== null && one.personalSeq > best.personalSeq ? one : best),
    base,
  );
  const { muted, pinned, archivedAt, draftPreview, personalSeq } = newest;
  const isBack = archivedAt !== null && !muted && lastActivityAt > archivedAt;
  return { muted, pinned, archivedAt: isBack ? null : archivedAt, draftPreview, personalSeq };
}
