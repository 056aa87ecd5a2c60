import { daysBetween } from './days.ts';

export type GroupName = 'waiting' | 'pinned' | 'today' | 'yesterday' | 'week' | 'older';

const order: readonly GroupName[] = ['waiting', 'pinned', 'today', 'yesterday', 'week', 'older'];

export interface Groupable {
  lastActivityAt: number;
  pinned: boolean;
  waiting: readonly { expiresAt: number | null }[];
}

interface Setting<Row> {
  now: number;
  timeZone: string;
  /** Whether the reader may decide what waits there: only then does it wait for them. */
  mayDecide: (row: Row) => boolean;
}

/**
 * Each row once, under the first of these that fits: what waits for the reader, the one that expires first at the front;
 * what they have pinned; then the day of its last activity. Otherwise in the order they came. Empty groups are left out.
 */
export function groupConversations<Row extends Groupable>(
  rows: readonly Row[],
  { now, timeZone, mayDecide }: Setting<Row>,
): { name: GroupName; rows: Row[] }[] {
  const nameOf = (row: Row): GroupName => {
    if (row.waiting.length > 0 && mayDecide(row)) return 'waiting';
    return row.pinned ? 'pinned' : dayGroup(daysBetween(row.lastActivityAt, now, timeZone));
  };
  const groups = Map.groupBy(rows, nameOf);
  groups.get('waiting')?.sort((a, b) => firstEnd(a) - firstEnd(b));
  return order.flatMap((name) => {
    const inGroup = groups.get(name);
    return inGroup === undefined ? [] : [{ name, rows: inGroup }];
  });
}

/** What never expires comes after what does. */
export function firstEnd({ waiting }: Pick<Groupable, 'waiting'>): number {
  return Math.min(...waiting.map(({ expiresAt }) => expiresAt ?? Number.MAX_SAFE_INTEGER));
}

/** A clock that runs behind the server's puts the newest a little into the future: that is today. */
function dayGroup(daysAgo: number): GroupName {
  if (daysAgo <= 0) return 'today';
  if (daysAgo === 1) return 'yesterday';
  return daysAgo <= 6 ? 'week' : 'older';
}
