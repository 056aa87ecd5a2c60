import type { PendingQuery, Row } from 'postgres';
import type { Sql } from '#server/db/client.ts';
import { filesOf } from '#server/chat/messages/files.ts';

type Fragment = PendingQuery<Row[]>;

/**
 * Of a sandbox's open deliveries those that may go next: all urgent ones, and of each conversation the oldest. Steps from
 * conversation to conversation through the index of open deliveries, one look each: a plain "first of each" would read a
 * bot's whole backlog after every acknowledgement.
 */
export function nextOf(sql: Sql, sandboxId: Fragment, { now, max }: { now: Date; max: Fragment }): Fragment {
  const open = sql`sandbox_id = ${sandboxId} and state in ('pending', 'sent') and lane = 'log'`;
  return sql`
    with recursive head as (
      (select id, conversation_id, next_attempt_at from deliveries
       where ${open} order by conversation_id, id limit 1)
      union all
      select next.* from head cross join lateral (
        select id, conversation_id, next_attempt_at from deliveries
        where ${open} and conversation_id > head.conversation_id order by conversation_id, id limit 1) next
    )
    (select id, next_attempt_at from deliveries
     where sandbox_id = ${sandboxId} and state in ('pending', 'sent') and lane = 'urgent' and dies_at > ${now}
     order by next_attempt_at, id limit ${max})
    union all
    (select id, next_attempt_at from head order by next_attempt_at, id limit ${max})`;
}

/** What was taken, as `t`, with what it speaks of, as that stands now: urgent ones first. */
export function spokenOf(sql: Sql): Fragment {
  return sql`
    select t.id, t.type, t.attempts, t.failures, t.conversation_id as "conversationId", c.title,
      c.created_by as "createdBy", c.created_at as "createdAt", m.id as "messageId", m.sender_id as "senderId", m.content,
      m.created_at as "sentAt", m.edited_at as "editedAt", ${filesOf(sql)} as files, m.stream, r.id as "resolutionId",
      r.group_id as "groupId", r.value, r.resolved_by as "resolvedBy", r.resolved_at as "resolvedAt",
      r.reverted_at as "revertedAt", t.dies_at as "diesAt", t.detail, m.deleted_at as "deletedAt", m.reply_to as "replyTo",
      p.sender_id as "parentSenderId", case when p.deleted_at is null then p.content end as "parentContent",
      not exists (select from conversations o where o.sandbox_id = c.sandbox_id
        and (o.created_at, o.id) < (c.created_at, c.id)) as "isFirst"
    from taken t join conversations c on c.id = t.conversation_id
    left join messages m on m.conversation_id = t.conversation_id and m.id = t.message_id
    left join messages p on p.conversation_id = t.conversation_id and p.id = m.reply_to
    left join action_resolutions r on r.conversation_id = t.conversation_id and r.id = t.resolution_id
    order by t.lane <> 'urgent', t.id`;
}
