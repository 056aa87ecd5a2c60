import type { Delivery } from '#lib/contract/bots.ts';
import type { AppContext } from '#server/app-context.ts';
import { filesOf } from '#server/chat/messages/files.ts';
import { bodyOf, type DeliveryRow } from './present.ts';

/** An unacknowledged delivery is sent again after this. */
const resendAfterMs = 60_000;

/** At most this many leave at once, so that a long absence costs time and no memory. */
const batchMax = 50;

export interface Taken {
  /** To be sent now. */
  deliveries: Delivery[];
  /** Nothing is left to be said about these: what they spoke of has been deleted. */
  idle: string[];
  /** There may be more. */
  isFull: boolean;
}

/**
 * The deliveries that are due now, marked as sent: all urgent ones, and of each conversation only its oldest open one. The
 * next goes when that one is acknowledged, while other conversations' go on their way. Gives nothing to a stream whose lease
 * has passed on.
 */
export async function takeDue(app: AppContext, sandboxId: string, lease: string): Promise<Taken> {
  const rows = await markDue(app, sandboxId, lease);
  const bodies = rows.map((row) => ({ id: row.id, body: bodyOf(row) }));
  return {
    deliveries: bodies.flatMap(({ body }) => (body === null ? [] : [body])),
    idle: bodies.filter(({ body }) => body === null).map(({ id }) => id),
    isFull: rows.length >= batchMax,
  };
}

/**
 * Steps from conversation to conversation through the index of open deliveries, one look each: a plain "first of each"
 * would read a bot's whole backlog after every acknowledgement.
 */
async function markDue({ sql, clock }: AppContext, sandboxId: string, lease: string): Promise<DeliveryRow[]> {
  const now = clock.now();
  const open = sql`sandbox_id = ${sandboxId} and state in ('pending', 'sent') and lane = 'log'`;
  return sql<DeliveryRow[]>`
    with recursive head as (
      (select id, conversation_id, next_attempt_at from deliveries
       where ${open} order by conversation_id, id limit 1)
      union all
      select next.* from head cross join lateral (
        select id, conversation_id, next_attempt_at from deliveries
        where ${open} and conversation_id > head.conversation_id order by conversation_id, id limit 1) next
    ), due as materialized (
      (select id from deliveries
       where sandbox_id = ${sandboxId} and state in ('pending', 'sent') and lane = 'urgent'
         and next_attempt_at <= ${now} and dies_at > ${now} order by id limit ${batchMax})
      union all
      (select id from head where next_attempt_at <= ${now} limit ${batchMax})
    ), taken as (
      update deliveries d set state = 'sent', attempts = attempts + 1,
        next_attempt_at = ${new Date(now.getTime() + resendAfterMs)}
      from due where d.id = due.id and d.state in ('pending', 'sent')
        and exists (select from bot_streams b where b.sandbox_id = ${sandboxId} and b.lease = ${lease})
      returning d.id, d.type, d.conversation_id, d.message_id, d.resolution_id, d.lane, d.dies_at
    )
    select t.id, t.type, t.conversation_id as "conversationId", c.title, c.created_by as "createdBy",
      c.created_at as "createdAt", m.id as "messageId", m.sender_id as "senderId", m.content, m.created_at as "sentAt",
      ${filesOf(sql)} as files, m.stream, r.id as "resolutionId", r.group_id as "groupId", r.value,
      r.resolved_by as "resolvedBy", r.resolved_at as "resolvedAt", r.reverted_at as "revertedAt", t.dies_at as "diesAt",
      m.deleted_at as "deletedAt", m.reply_to as "replyTo", p.sender_id as "parentSenderId",
      case when p.deleted_at is null then p.content end as "parentContent",
      not exists (select from conversations o where o.sandbox_id = c.sandbox_id
        and (o.created_at, o.id) < (c.created_at, c.id)) as "isFirst"
    from taken t join conversations c on c.id = t.conversation_id
    left join messages m on m.conversation_id = t.conversation_id and m.id = t.message_id
    left join messages p on p.conversation_id = t.conversation_id and p.id = m.reply_to
    left join action_resolutions r on r.conversation_id = t.conversation_id and r.id = t.resolution_id
    order by t.lane <> 'urgent', t.id`;
}
