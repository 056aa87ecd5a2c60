import { beginningMax } from '#lib/realtime/reply-preview.ts';
import type { MessagePage, ListMessagesInput, Message } from '#lib/contract/chat.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { cut } from '#server/db/pagination.ts';
import { Fault, notFound } from '#server/errors.ts';
import { accessConversation, type Participant } from '../access.ts';
import { presentMessage, type MessageRow } from '../present.ts';

/** The columns of a message `m`, of its parent `p` and of its reactions `r`, those that went included in their position. */
function columns(sql: Sql) {
  return sql`
    m.conversation_id as "conversationId", m.id, m.sender_id as "senderId", m.client_id as "clientId", m.content, m.seq,
    m.version, m.created_at as "createdAt", m.edited_at as "editedAt", m.client_updated_at as "clientUpdatedAt",
    m.deleted_at as "deletedAt", m.delivery_failed_at as "deliveryFailedAt", m.reply_to as "replyTo",
    p.sender_id as "parentSenderId", p.version as "parentVersion", p.deleted_at as "parentDeletedAt",
    left(p.content #>> '{0,text}', ${beginningMax}) as "parentText", r.marks, r.seq as "reactionsSeq"`;
}

function withContext(sql: Sql) {
  return sql`messages m
    left join messages p on p.conversation_id = m.conversation_id and p.id = m.reply_to
    left join lateral (
      select max(o.seq) as seq, jsonb_agg(jsonb_build_object('memberId', o.member_id, 'emoji', o.emoji))
        filter (where o.removed_at is null) as marks
      from message_reactions o where o.conversation_id = m.conversation_id and o.message_id = m.id
    ) r on true`;
}

/** Messages by id, in the order of the log. */
export async function readMessages(sql: Sql, conversationId: string, ids: string[]): Promise<Message[]> {
  return (await readMessageRows(sql, conversationId, ids)).map(presentMessage);
}

export function readMessageRows(sql: Sql, conversationId: string, ids: string[]): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select ${columns(sql)} from ${withContext(sql)}
    where m.conversation_id = ${conversationId} and m.id = any(${ids}) order by m.seq`;
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

type PageRow = { head: number; beforeSeq: number | null } & (MessageRow | { id: null });

/**
 * A page backwards, newest first. Membership, head and messages in one statement: they are of one snapshot, so that a
 * subscription after this head misses nothing.
 */
export async function listMessages(
  app: AppContext,
  principal: Participant,
  input: ListMessagesInput,
): Promise<MessagePage> {
  const { sql } = app;
  const { conversationId, limit } = input;
  const before = input.before ?? null;
  const rows = await sql<PageRow[]>`
    select c.seq as head, b.seq as "beforeSeq", page.*
    from conversation_members me
    join conversations c on c.id = me.conversation_id
    left join messages b on b.conversation_id = c.id and b.id = ${before}
    left join lateral (
      select ${columns(sql)} from ${withContext(sql)}
      where m.conversation_id = c.id and m.seq < coalesce(b.seq, c.seq + 1) order by m.seq desc limit ${limit + 1}
    ) page on true
    where me.conversation_id = ${conversationId} and me.member_id = ${memberIdOf(principal)} and me.left_at is null
    order by page.seq desc nulls last`;
  const [first] = rows;
  if (first === undefined) throw notFound();
  if (before !== null && first.beforeSeq === null) throw unknownCursor();
  const { page, hasMore } = cut(rows.filter(isMessage), limit);
  return {
    messages: page.map(presentMessage),
    hasMore,
    nextCursor: hasMore ? (page.at(-1)?.id ?? null) : null,
    head: first.head,
  };
}

/** A conversation without messages still has one row: its head. */
function isMessage(row: PageRow): row is PageRow & MessageRow {
  return row.id !== null;
}

function unknownCursor(): Fault {
  return new Fault('invalid_input', "That message isn't one of this conversation.", {
    issues: [{ path: 'before', message: "isn't a message of this conversation" }],
  });
}
