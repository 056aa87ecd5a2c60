import type { MessagePage, ListMessagesInput, Message } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { cut } from '#server/db/pagination.ts';
import { Fault, notFound } from '#server/errors.ts';
import { accessConversation, type Participant } from '../access.ts';
import { approvalsOf } from './approvals.ts';
import { beginningOf } from './beginning.ts';
import { filesOf } from './files.ts';
import { presentMessage, type MessageRow } from '../present.ts';

/**
 * The columns of a message `m`, of its parent `p`, of its reactions `r`, those that went included in their position, and of
 * what belongs to some of its blocks.
 */
function columns(sql: Sql) {
  return sql`
    m.conversation_id as "conversationId", m.id, m.sender_id as "senderId", m.client_id as "clientId", m.content, m.seq,
    m.version, m.created_at as "createdAt", m.edited_at as "editedAt", m.client_updated_at as "clientUpdatedAt",
    m.deleted_at as "deletedAt", m.deleted_why as "deletedWhy", m.delivery_failed_at as "deliveryFailedAt", m.next_try_at as "nextTryAt",
    m.delivery_seq as "deliverySeq", m.reply_to as "replyTo",
    p.sender_id as "parentSenderId", p.version as "parentVersion", p.deleted_at as "parentDeletedAt",
    ${beginningOf(sql, sql`p`)} as "parentText", r.marks, r.seq as "reactionsSeq",
    m.mentions, m.stream, appends.text as appended, ${approvalsOf(sql, sql`m.content`)} as approvals,
    ${filesOf(sql)} as files`;
}

function withContext(sql: Sql, messages = sql`messages m`) {
  return sql`${messages}
    left join lateral (
      select * from messages one where one.conversation_id = m.conversation_id and one.id = m.reply_to limit 1
    ) p on true
    left join lateral (
      select max(o.seq) as seq, jsonb_agg(jsonb_build_object('memberId', o.member_id, 'emoji', o.emoji))
        filter (where o.removed_at is null) as marks
      from message_reactions o where o.conversation_id = m.conversation_id and o.message_id = m.id
    ) r on true
    ${beside(sql)}`;
}

/** Looked for only where the message is still being written. */
function beside(sql: Sql) {
  return sql`left join lateral (
      select string_agg(a.text, '' order by a."offset") as text from message_appends a
      where m.stream is not null and a.conversation_id = m.conversation_id and a.message_id = m.id
    ) appends on true`;
}

/** Messages by id, in the order of the log. */
export async function readMessages(sql: Sql, conversationId: string, ids: string[]): Promise<Message[]> {
  return (await readMessageRows(sql, conversationId, ids)).map(presentMessage);
}

/**
 * Each looked up by its key: asked for all of them in order, the planner may walk through the conversation. As JSON, since of
 * an array it would see how long it is, and make a new plan for each.
 */
export function readMessageRows(sql: Sql, conversationId: string, ids: string[]): Promise<MessageRow[]> {
  const byKey = sql`jsonb_array_elements_text(${sql.json(ids)}) as wanted (id) cross join lateral (
      select * from messages one where one.conversation_id = ${conversationId} and one.id = wanted.id limit 1
    ) m`;
  return sql<MessageRow[]>`select ${columns(sql)} from ${withContext(sql, byKey)} order by m.seq`;
}

/** One message, for the members of its conversation. */
export async function readMessage(
  app: AppContext,
  principal: Participant,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<Message> {
  await accessConversation(app, principal, conversationId);
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  if (message === undefined) throw notFound();
  return message;
}

type PageRow = { head: number; cursorSeq: number | null } & (MessageRow | { id: null });

/**
 * A page, newest first: the newest messages, those before or after one, or those around it. Membership, head and messages in
 * one statement: they are of one snapshot, so that a subscription after this head misses nothing.
 */
export async function listMessages(
  app: AppContext,
  principal: Participant,
  input: ListMessagesInput,
): Promise<MessagePage> {
  const { sql } = app;
  const way = wayOf(input);
  const rows = await sql<PageRow[]>`
    select c.seq as head, x.seq as "cursorSeq", page.*
    from conversation_members me
    join conversations c on c.id = me.conversation_id
    left join messages x on x.conversation_id = c.id and x.id = ${way.cursor}
    left join lateral (${rowsOf(sql, way)}) page on true
    where me.conversation_id = ${input.conversationId} and me.member_id = ${memberIdOf(principal)} and me.left_at is null
    order by page.seq desc nulls last`;
  const [first] = rows;
  if (first === undefined) throw notFound();
  if (way.cursor !== null && first.cursorSeq === null) throw unknownCursor(way.name);
  return { ...pageOf(rows.filter(isMessage), way, first.cursorSeq), head: first.head };
}

interface Way {
  name: 'newest' | 'before' | 'after' | 'around';
  cursor: string | null;
  /** How many are wanted in each direction. What a page is around goes with the older ones. */
  older: number;
  newer: number;
}

function wayOf({ before, after, around, limit }: ListMessagesInput): Way {
  if (around != null) {
    const older = Math.ceil(limit / 2);
    return { name: 'around', cursor: around, older, newer: limit - older };
  }
  if (after != null) return { name: 'after', cursor: after, older: 0, newer: limit };
  return { name: before == null ? 'newest' : 'before', cursor: before ?? null, older: limit, newer: 0 };
}

/** One more in each direction than are wanted, which says whether there are more. */
function rowsOf(sql: Sql, { name, older, newer }: Way) {
  const rows = sql`select ${columns(sql)} from ${withContext(sql)} where m.conversation_id = c.id`;
  const beyond = name === 'around' ? 1 : 0;
  const back = sql`${rows} and m.seq < coalesce(x.seq + ${beyond}, c.seq + 1) order by m.seq desc limit ${older + 1}`;
  const forth = sql`${rows} and m.seq > x.seq order by m.seq limit ${newer + 1}`;
  if (name === 'around') return sql`(${back}) union all (${forth})`;
  return name === 'after' ? forth : back;
}

function pageOf(rows: MessageRow[], way: Way, cursorSeq: number | null): Omit<MessagePage, 'head'> {
  const isNewer = (row: MessageRow) => cursorSeq !== null && row.seq > cursorSeq;
  const newer = rows.filter(isNewer);
  const older = cut(
    rows.filter((row) => !isNewer(row)),
    way.older,
  );
  const hasNewer = way.name === 'before' || newer.length > way.newer;
  const hasMore = way.name === 'after' ? hasNewer : older.hasMore;
  // They come newest first, so what is one too many stands at the front.
  const page = [...newer.slice(Math.max(0, newer.length - way.newer)), ...older.page];
  const end = way.name === 'after' ? page.at(0) : page.at(-1);
  return { messages: page.map(presentMessage), hasMore, nextCursor: hasMore ? (end?.id ?? null) : null, hasNewer };
}

/** A conversation without messages still has one row: its head. */
function isMessage(row: PageRow): row is PageRow & MessageRow {
  return row.id !== null;
}

function unknownCursor(name: string): Fault {
  return new Fault('invalid_input', "That message isn't one of this conversation.", {
    issues: [{ path: name, message: "isn't a message of this conversation" }],
  });
}
