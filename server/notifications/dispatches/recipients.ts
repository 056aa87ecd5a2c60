import type { AppContext } from '#server/app-context.ts';
import type { ConsumerTransaction } from '#server/realtime/consumer.ts';
import { isLive } from '../live-devices.ts';

/** What there may be somebody to tell of. */
export type Happened =
  | { kind: 'message'; conversationId: string; messageId: string }
  /** `seq`: where it was opened. One that is opened again is asked again. */
  | { kind: 'approval'; conversationId: string; messageId: string; groupId: string; seq: number }
  | {
      kind: 'lifecycle';
      sandboxId: string;
      context: string;
      seq: number;
      event: 'ready' | 'start_failed' | 'stopped';
      by: string | null;
    };
type Of<K extends Happened['kind']> = Extract<Happened, { kind: K }>;

/** As a row of `dispatches` begins. */
export interface NewDispatch {
  kind: 'message' | 'approval' | 'lifecycle';
  subject: string;
  userId: string;
  sandboxId: string;
  conversationId: string | null;
  messageId: string | null;
  groupId: string | null;
  detail: { event: 'ready' | 'start_failed' | 'stopped'; reason: string | null } | null;
  dueAt: Date;
}

interface Asking {
  sql: AppContext['sql'];
  tx: ConsumerTransaction;
  now: Date;
}

/** What is still being written goes when there is something to read, and no later than this. */
const gateMs = 10_000;
/** An agent that is restarted stops, and is there again: nobody has to hear of that. */
const restartMs = 5_000;

/**
 * Of each conversation's newest message. Whoever is asked to decide in it is told of that alone. Who decides is found out once for
 * each message and before its readers are: asked for each of them, it would cost more than all else together. Messages are looked
 * up by their keys (`lateral … limit`), however few or many the planner takes a batch for.
 */
export async function readersOf({ sql, tx, now }: Asking, messages: Of<'message'>[]): Promise<NewDispatch[]> {
  if (messages.length === 0) return [];
  const rows = await tx<(Place & { isOpen: boolean })[]>`
    with said as materialized (
      select o."conversationId" as conversation_id, c.sandbox_id, m.id, m.sender_id, m.seq,
        m.stream is not distinct from 'open' as is_open,
        case when m.content @> '[{"type": "actions"}]'
          then array(select may.user_id from approvers_of(array[c.sandbox_id]) may) end as deciders
      from jsonb_to_recordset(${tx.json(messages as never)}) as o ("conversationId" text, "messageId" text)
      cross join lateral (
        select id, sender_id, seq, stream, content from messages
        where conversation_id = o."conversationId" and id = o."messageId" and deleted_at is null limit 1
      ) m
      cross join lateral (select sandbox_id from conversations where id = o."conversationId" limit 1) c
    )
    select distinct on (m.member_id, said.conversation_id) m.member_id as "userId", said.sandbox_id as "sandboxId",
      said.conversation_id as "conversationId", said.id as "messageId", said.is_open as "isOpen"
    from said
    join conversation_members m on m.conversation_id = said.conversation_id and m.kind = 'user' and m.left_at is null
      and not m.muted and m.member_id <> said.sender_id and m.last_read_seq < said.seq
    left join notification_preferences p on p.user_id = m.member_id
    where coalesce(p.messages, true) and exists (
        select from push_targets t where t.user_id = m.member_id and ${isLive(sql, now)})
      and (said.deciders is null or not coalesce(p.approvals, true) or m.member_id <> all(said.deciders))
      and not exists (
        select from dispatches d where d.kind = 'message' and d.subject = said.id and d.user_id = m.member_id)
    order by m.member_id, said.conversation_id, said.seq desc`;
  return rows.map(({ isOpen, ...place }) => ({
    ...none,
    ...place,
    kind: 'message',
    subject: place.messageId,
    dueAt: isOpen ? later(now, gateMs) : now,
  }));
}

/** Those who decide for the agent, as far as they are in the conversation. */
export async function approversAsked({ sql, tx, now }: Asking, opened: Of<'approval'>[]): Promise<NewDispatch[]> {
  if (opened.length === 0) return [];
  const rows = await tx<(Place & { groupId: string; seq: number })[]>`
    select distinct on (a.message_id, a.group_id, m.member_id) m.member_id as "userId", c.sandbox_id as "sandboxId",
      c.id as "conversationId", a.message_id as "messageId", a.group_id as "groupId", o.seq
    from jsonb_to_recordset(${tx.json(opened as never)})
      as o ("conversationId" text, "messageId" text, "groupId" text, seq bigint)
    join approvals a on a.conversation_id = o."conversationId" and a.message_id = o."messageId"
      and a.group_id = o."groupId" and a.state = 'pending'
    join conversations c on c.id = a.conversation_id
    cross join lateral approvers_of(array[c.sandbox_id]) may
    join conversation_members m on m.conversation_id = c.id and m.member_id = may.user_id and m.left_at is null
      and not m.muted
    left join notification_preferences p on p.user_id = m.member_id
    where coalesce(p.approvals, true)
      and exists (select from push_targets t where t.user_id = m.member_id and ${isLive(sql, now)})
    order by a.message_id, a.group_id, m.member_id, o.seq desc`;
  return rows.map(({ seq, ...place }) => ({
    ...none,
    ...place,
    kind: 'approval',
    subject: `${place.messageId} ${seq} ${place.groupId}`,
    dueAt: now,
  }));
}

/**
 * Its owner, or who runs its organization, but not who did it. That it is ready is news when it was made, not each time that
 * somebody has started it again.
 */
export async function managersConcerned({ sql, tx, now }: Asking, changes: Of<'lifecycle'>[]): Promise<NewDispatch[]> {
  if (changes.length === 0) return [];
  const rows = await tx<
    { userId: string; sandboxId: string; seq: number; event: Of<'lifecycle'>['event']; reason: string | null }[]
  >`
    select person.id as "userId", s.id as "sandboxId", o.seq, o.event,
      case o.event when 'start_failed' then s.status_reason end as reason
    from jsonb_to_recordset(${tx.json(changes as never)})
      as o ("sandboxId" text, context text, seq bigint, event text, by text)
    join sandboxes s on s.id = o."sandboxId" and s.status not in ('destroying', 'destroyed')
    cross join lateral (
      select s.owner_id as id where s.organization_id is null
      union select r.user_id from organization_members r
        where r.organization_id = s.organization_id and r.role in ('owner', 'admin')
    ) person
    left join notification_preferences p on p.user_id = person.id
    where person.id is distinct from o.by and coalesce(p.lifecycle, true)
      and exists (select from push_targets t where t.user_id = person.id and ${isLive(sql, now)})
      and (o.event <> 'ready' or (
        select bool_or(e.payload ->> 'from' = 'provisioned') and not bool_or(e.payload ->> 'status' = 'running')
        from events e where e.context = o.context and e.seq < o.seq and e.type = 'sandbox.status'))
    order by o.seq, person.id`;
  return rows.map(({ userId, sandboxId, seq, event, reason }) => ({
    ...none,
    kind: 'lifecycle',
    subject: `${sandboxId} ${seq}`,
    userId,
    sandboxId,
    detail: { event, reason },
    dueAt: event === 'stopped' ? later(now, restartMs) : now,
  }));
}

interface Place {
  userId: string;
  sandboxId: string;
  conversationId: string;
  messageId: string;
}

const none = { conversationId: null, messageId: null, groupId: null, detail: null };

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
