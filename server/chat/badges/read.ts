import { badgeBucket } from '#lib/contexts.ts';
import { unreadMax } from '#lib/contract/limits.ts';
import type { Badges, Unread, UnreadCount } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';

interface Counted extends UnreadCount {
  sandboxId: string;
  conversationId: string;
  muted: boolean;
}

/** What is unread in each conversation, counted from where the person has read to. One statement. */
export async function listUnread({ sql }: AppContext, { userId }: UserPrincipal): Promise<Unread> {
  const rows = await countEach(sql, userId);
  return { conversations: rows.map(({ sandboxId: _sandboxId, ...row }) => row) };
}

/** The same by conversation and by agent. What is muted is in neither: it counts in the list alone. */
export async function listBadges({ sql }: AppContext, { userId }: UserPrincipal): Promise<Badges> {
  const rows = await countEach(sql, userId);
  const counted = rows.filter(({ muted, count }) => !muted && count > 0);
  const ofSandboxes = [...Map.groupBy(counted, (row) => row.sandboxId)].map(([sandboxId, conversations]) => ({
    badgeBucket: badgeBucket({ sandboxId, conversationId: null }),
    badgeCount: Math.min(
      unreadMax,
      conversations.reduce((sum, { count }) => sum + count, 0),
    ),
  }));
  const ofConversations = counted.map(({ count, ...ref }) => ({ badgeBucket: badgeBucket(ref), badgeCount: count }));
  return { buckets: [...ofSandboxes, ...ofConversations] };
}

function countEach(sql: Sql, userId: string): Promise<Counted[]> {
  return sql<Counted[]>`
    select c.sandbox_id as "sandboxId", c.id as "conversationId", m.muted, c.seq as head,
      m.last_read_seq as "lastReadSeq", unread.count
    from conversation_members m
    join conversations c on c.id = m.conversation_id and c.seq > m.last_read_seq
    cross join lateral (select count(*) from (${unread(sql)}) capped) unread
    where m.member_id = ${userId} and m.left_at is null
    order by c.sandbox_id, c.id`;
}

/** What the icon of each of them says: all that is unread and not muted, up to `unreadMax`. One statement, whoever is asked for. */
export async function unreadTotals(sql: Sql, userIds: string[]): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await sql<{ userId: string; total: number }[]>`
    select person.id as "userId", ${totalOf(sql, sql`person.id`)} as total
    from unnest(${[...new Set(userIds)]}::text[]) person (id)`;
  return new Map(rows.map(({ userId, total }) => [userId, total]));
}

/** A conversation that has nothing after where they have read to is passed over without a look at its messages. */
export function totalOf(sql: Sql, userId: ReturnType<Sql>): ReturnType<Sql> {
  return sql`(
    select count(*) from (
      select from conversation_members m
      join conversations c on c.id = m.conversation_id and c.seq > m.last_read_seq
      cross join lateral (${unread(sql)}) one
      where m.member_id = ${userId} and m.left_at is null and not m.muted
      limit ${unreadMax}
    ) capped
  )`;
}

/** What a member `m` has not read. A subquery with an end of its own, so that it is looked up and never joined at large. */
export function unread(sql: Sql): ReturnType<Sql> {
  return sql`
    select from messages u
    where u.conversation_id = m.conversation_id and u.seq > m.last_read_seq
      and u.sender_id <> m.member_id and u.deleted_at is null
    limit ${unreadMax}`;
}
