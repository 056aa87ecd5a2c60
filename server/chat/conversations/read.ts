import { z } from 'zod';
import { shorten } from '#lib/realtime/reply-preview.ts';
import { unreadMax, waitingMax } from '#lib/contract/limits.ts';
import type {
  Conversation,
  ConversationItem,
  ConversationPage,
  ListConversationsInput,
  Personal,
  Waiting,
} from '#lib/contract/chat.ts';
import { conversationIdSchema } from '#lib/contract/ids.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { cut, decodeCursor, encodeCursor, instantKeySchema } from '#server/db/pagination.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { isCommand } from '../approvals/read.ts';
import { readMembers } from '../members/read.ts';
import { beginningOf } from '../messages/beginning.ts';
import { archivedAt, presentPersonal, type PersonalRow } from '../personal/present.ts';

interface ItemRow {
  conversationId: string;
  sandboxId: string;
  title: string | null;
  titleSeq: number;
  createdBy: string;
  createdAt: Date;
  joinedAt: Date;
  joinedSeq: number;
  lastActivityAt: Date;
  head: number;
  lastReadSeq: number;
  unreadCount: number;
  messageId: string | null;
  senderId: string;
  text: string | null;
  deleted: boolean;
  waiting: Waiting[] | null;
  waitingSeq: number;
}

/** With what is the reader's own. */
type OwnRow = ItemRow & PersonalRow;

const cursorKey = z.tuple([instantKeySchema, conversationIdSchema]);

/** A page of a member's conversations, newest activity first. One statement, whatever the length of the page. */
export async function listConversations(
  app: AppContext,
  principal: Participant,
  input: ListConversationsInput,
): Promise<ConversationPage> {
  const { sql } = app;
  const after = input.cursor == null ? null : decodeCursor('conversations', cursorKey, input.cursor);
  const rows = await readItems(sql, principal, {
    where: sql`
      and (${archivedAt(sql)} is not null) = ${input.archived ?? false}
      ${input.sandboxId === undefined ? sql`` : sql`and c.sandbox_id = ${input.sandboxId}`}
      ${after === null ? sql`` : sql`and (c.last_activity_at, c.id) < (${new Date(after[0])}, ${after[1]})`}`,
    limit: input.limit + 1,
  });
  const { page, hasMore } = cut(rows, input.limit);
  const last = page.at(-1);
  const nextCursor =
    hasMore && last !== undefined
      ? encodeCursor('conversations', [last.lastActivityAt.getTime(), last.conversationId])
      : null;
  return { conversations: page.map(presentOwn), hasMore, nextCursor };
}

export async function readConversation(
  app: AppContext,
  principal: Participant,
  conversationId: string,
): Promise<Conversation> {
  const { sql } = app;
  const [row] = await readItems(sql, principal, { where: sql`and c.id = ${conversationId}`, limit: 1 });
  if (row === undefined) throw notFound();
  const { createdBy, draft } = row;
  return { ...presentOwn(row), createdBy, draft, members: await readMembers(sql, conversationId) };
}

/** A conversation without anything that is any one member's: who was added, and where reading begins, is for the caller to say. */
export type ConversationAlone = Omit<ItemRow, 'joinedAt' | 'joinedSeq' | 'head' | 'lastReadSeq' | 'unreadCount'> & {
  /** Of those asked for, who is in it now. */
  present: string[];
};

/** By id, in one statement. */
export async function readConversationsAlone(
  sql: Sql,
  ids: string[],
  memberIds: string[],
): Promise<Map<string, ConversationAlone>> {
  const rows = await sql<ConversationAlone[]>`
    select c.id as "conversationId", c.sandbox_id as "sandboxId", c.title, c.title_seq as "titleSeq",
      c.created_by as "createdBy", c.created_at as "createdAt", c.last_activity_at as "lastActivityAt",
      c.waiting_seq as "waitingSeq", ${lastMessage(sql)}, waiting.rows as waiting,
      array(select m.member_id from conversation_members m
        where m.conversation_id = c.id and m.left_at is null and m.member_id = any(${memberIds})) as present
    from conversations c ${waitingIn(sql, sql`c.id`)}
    left join messages last on last.conversation_id = c.id and last.id = c.last_message_id
    where c.id = any(${ids})`;
  return new Map(rows.map((row) => [row.conversationId, row]));
}

/** The page is cut before unread messages are counted, and counting stops at a thousand. */
async function readItems(
  sql: Sql,
  principal: Participant,
  { where, limit }: { where: ReturnType<Sql>; limit: number },
): Promise<OwnRow[]> {
  const me = memberIdOf(principal);
  return sql<OwnRow[]>`
    select page.*, unread.count as "unreadCount", ${lastMessage(sql)}, waiting.rows as waiting
    from (
      select c.id as "conversationId", c.sandbox_id as "sandboxId", c.title, c.title_seq as "titleSeq",
        c.created_by as "createdBy", c.created_at as "createdAt", m.joined_at as "joinedAt",
        m.joined_seq as "joinedSeq", c.last_activity_at as "lastActivityAt", c.seq as head,
        m.last_read_seq as "lastReadSeq", c.last_message_id, c.waiting_seq as "waitingSeq", m.muted, m.pinned,
        ${archivedAt(sql)} as "archivedAt", m.draft, m.personal_seq as "personalSeq"
      from conversation_members m join conversations c on c.id = m.conversation_id
      where m.member_id = ${me} and m.left_at is null ${where}
      order by c.last_activity_at desc, c.id desc limit ${limit}
    ) page
    left join messages last on last.conversation_id = page."conversationId" and last.id = page.last_message_id
    cross join lateral (
      select count(*) from (
        select from messages u
        where u.conversation_id = page."conversationId" and u.seq > page."lastReadSeq"
          and u.sender_id <> ${me} and u.deleted_at is null
        limit ${unreadMax}
      ) capped
    ) unread
    ${waitingIn(sql, sql`page."conversationId"`)}
    order by page."lastActivityAt" desc, page."conversationId" desc`;
}

/** What nobody has decided yet, what expires first at the front. */
function waitingIn(sql: Sql, conversationId: ReturnType<Sql>) {
  return sql`left join lateral (
      select jsonb_agg(jsonb_build_object('messageId', a.message_id, 'groupId', a.group_id,
        'expiresAt', (extract(epoch from a.expires_at) * 1000)::bigint, 'isCommand', ${isCommand(sql)})) as rows
      from (
        select * from approvals a where a.conversation_id = ${conversationId} and a.state = 'pending'
        order by a.expires_at nulls last, a.message_id, a.group_id collate "C" limit ${waitingMax}
      ) a
    ) waiting on true`;
}

function lastMessage(sql: Sql) {
  return sql`last.id as "messageId", last.sender_id as "senderId",
    ${beginningOf(sql, sql`last`)} as text, last.deleted_at is not null as deleted`;
}

function presentOwn(row: OwnRow): ConversationItem {
  const { muted, pinned, archivedAt: archived, draft, personalSeq } = row;
  return { ...presentItem(row), ...presentPersonal({ muted, pinned, archivedAt: archived, draft, personalSeq }) };
}

const nothingSet: Personal = { muted: false, pinned: false, archivedAt: null, draftPreview: null, personalSeq: 0 };

/** A conversation without what any one member has set. */
export function presentItem(row: ItemRow): ConversationItem {
  const { conversationId, sandboxId, title, titleSeq, joinedSeq, head, lastReadSeq, unreadCount } = row;
  const { messageId, senderId, deleted } = row;
  const text = deleted ? '' : shorten(row.text ?? '');
  return {
    conversationId,
    sandboxId,
    title,
    titleSeq,
    createdAt: row.createdAt.getTime(),
    joinedAt: row.joinedAt.getTime(),
    joinedSeq,
    lastActivityAt: row.lastActivityAt.getTime(),
    head,
    lastReadSeq,
    unreadCount,
    preview: messageId === null ? null : { messageId, senderId, deleted, text },
    waiting: row.waiting ?? [],
    waitingSeq: row.waitingSeq,
    ...nothingSet,
  };
}
