import { z } from 'zod';
import type {
  AdminConversation,
  AdminConversationDetail,
  AdminConversationsInput,
} from '#lib/contract/admin/conversations.ts';
import { ulidSchema } from '#lib/contract/ids.ts';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import { cut, decodeCursor, encodeCursor } from '../db/pagination.ts';
import { notFound } from '../errors.ts';

type Sql = AppContext['sql'];

interface Row extends Omit<AdminConversation, 'sandbox' | 'organization' | 'stream' | 'createdAt' | 'lastActivityAt'> {
  sandboxId: string;
  label: string;
  organizationId: string | null;
  organizationName: string | null;
  createdAt: Date;
  lastActivityAt: Date;
  streamSince: Date | null;
  streamGrewAt: Date | null;
}

interface PersonRow {
  id: string;
  name: string | null;
  kind: 'user' | 'bot';
  joinedAt: Date;
  leftAt: Date | null;
}

const cursorKey = z.tuple([ulidSchema]);
const countMax = 1_000;
const peopleMax = 200;

/** All of them, the newest first: everything but what is said. */
export async function listAllConversations(
  { sql }: AppContext,
  { search, limit, cursor }: AdminConversationsInput,
): Promise<{ conversations: AdminConversation[]; hasMore: boolean; nextCursor: string | null }> {
  const [before] = cursor == null ? [] : decodeCursor('admin.conversations', cursorKey, cursor);
  const rows = await sql<Row[]>`
    select ${columns(sql)} from ${joined(sql)}
    where ${before === undefined ? sql`true` : sql`c.id < ${before}`}
      ${search === undefined ? sql`` : sql`and c.id in (${found(sql, search)})`}
    order by c.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('admin.conversations', [last.id]) : null;
  return { conversations: page.map(present), hasMore, nextCursor };
}

export async function readAnyConversation(
  { sql }: AppContext,
  conversationId: string,
): Promise<AdminConversationDetail> {
  const [row] = await sql<(Row & { head: number })[]>`
    select ${columns(sql)}, c.seq as head from ${joined(sql)} where c.id = ${conversationId}`;
  if (row === undefined) throw notFound();
  const people = await sql<PersonRow[]>`
    select m.member_id as id, coalesce(u.name, s.label) as name, m.kind, m.joined_at as "joinedAt", m.left_at as "leftAt"
    from conversation_members m
    left join users u on m.kind = 'user' and u.id = m.member_id
    left join sandboxes s on m.kind = 'bot' and 'bot:kiloclaw:' || s.id = m.member_id
    where m.conversation_id = ${conversationId}
    order by m.left_at is not null, m.joined_at, m.member_id limit ${peopleMax}`;
  return {
    ...present(row),
    context: conversationContext(row.sandboxId, row.id),
    head: row.head,
    people: people.map(({ joinedAt, leftAt, ...person }) => ({
      ...person,
      joinedAt: joinedAt.getTime(),
      leftAt: leftAt?.getTime() ?? null,
    })),
  };
}

/** Each way to find one has an index of its own, which one condition over all of them would not use. */
function found(sql: Sql, search: string) {
  return sql`
    select id from conversations where id = ${search}
    union all select id from conversations where sandbox_id = ${search}
    union all select conversation_id from conversation_members where member_id = ${search} and left_at is null
    union all select m.conversation_id from users u join conversation_members m on m.member_id = u.id and m.left_at is null
      where u.email = lower(${search})`;
}

function joined(sql: Sql) {
  return sql`conversations c join sandboxes s on s.id = c.sandbox_id
    left join organizations o on o.id = coalesce(c.organization_id, s.organization_id)`;
}

/** Ordered, messages are counted in their index: by a bound alone the database takes the whole table for a shorter way. */
function columns(sql: Sql) {
  return sql`c.id, c.sandbox_id as "sandboxId", s.label, o.id as "organizationId", o.name as "organizationName",
    c.created_at as "createdAt", c.last_activity_at as "lastActivityAt",
    (select count(*) from conversation_members m where m.conversation_id = c.id and m.left_at is null) as members,
    (select count(*) from (
      select from messages m where m.conversation_id = c.id order by m.seq limit ${countMax}) counted) as messages,
    (select count(*) from (
      select from deliveries d where d.sandbox_id = c.sandbox_id and d.conversation_id = c.id and d.state = 'dead' limit ${countMax}) counted)
      as "deliveriesDead",
    (select count(*) from (
      select from approvals a where a.conversation_id = c.id and a.state = 'pending' limit ${countMax}) counted)
      as "waitingApprovals",
    (select min(m.created_at) from messages m where m.conversation_id = c.id and m.stream = 'open') as "streamSince",
    (select max(m.appended_at) from messages m where m.conversation_id = c.id and m.stream = 'open') as "streamGrewAt"`;
}

function present(row: Row): AdminConversation {
  const { id, members, messages, deliveriesDead, waitingApprovals, streamSince, streamGrewAt } = row;
  const { organizationId, organizationName } = row;
  return {
    id,
    sandbox: { id: row.sandboxId, label: row.label },
    organization:
      organizationId === null || organizationName === null ? null : { id: organizationId, name: organizationName },
    createdAt: row.createdAt.getTime(),
    lastActivityAt: row.lastActivityAt.getTime(),
    members,
    messages,
    deliveriesDead,
    waitingApprovals,
    stream:
      streamSince === null ? null : { since: streamSince.getTime(), grewAt: (streamGrewAt ?? streamSince).getTime() },
  };
}
