import { daysBetween } from './days.ts';

export type GroupName = 'today' | 'yesterday' | 'week' | 'older';

const order: readonly GroupName[] = ['today', 'yesterday', 'week', 'older'];

/** Rows by the day of their last activity, in the order they came; empty groups are left out. */
export function groupConversations<Row extends { lastActivityAt: number }>(
  rows: readonly Row[],
  now: number,
  timeZone: string,
): { name: GroupName; rows: Row[] }[] {
  const groups = Map.groupBy(rows, (row) => groupOf(daysBetween(row.lastActivityAt, now, timeZone)));
  return order.flatMap((name) => {
    const inGroup = groups.get(name);
    return inGroup === undefined ? [] : [{ name, rows: inGroup }];
  });
}

/** A clock that runs behind the server's puts the newest a little into the future: that is today. */
function groupOf(daysAgo: number): GroupName {
  if (daysAgo <= 0) return 'today';
  if (daysAgo === 1) return 'yesterday';
  return daysAgo <= 6 ? 'week' : 'older';
}
