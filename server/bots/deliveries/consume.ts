import { decodeTime, incrementBase32, TIME_LEN, ulid } from 'ulid';
import { parseContext } from '#lib/contexts.ts';
import type { DeliveryType } from '#lib/contract/bots.ts';
import { wakeWebhooks } from '../webhooks/sender.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Consumer, ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';

interface Origin {
  context: string;
  seq: number;
  type: DeliveryType;
  conversationId: string;
  messageId: string | null;
  resolutionId: string | null;
  detail: { memberId: string; emoji: string } | null;
}

interface NewDelivery extends Origin {
  id: string;
  sandboxId: string;
  lane: 'log' | 'urgent';
  diesAt: Date | null;
}

/**
 * Makes one delivery per event and bot from what was committed: everybody's messages but the bot's own, new conversations,
 * what was decided of its questions or wanted of its answers, and what else it asked to hear of. Chat knows nothing of it, so a message costs the same
 * whether or not somebody listens.
 */
export function deliverEvents(app: AppContext): Consumer {
  const written = new Set<string>();
  let isUrgent = false;
  return {
    name: 'bot-deliveries',
    restMs: 20,
    handle: async (tx, events) => {
      for (const { sandboxId, lane } of await insertDeliveries(tx, events, app.clock.now())) {
        written.add(sandboxId);
        isUrgent ||= lane === 'urgent';
      }
    },
    // Not sooner: a stream that looks before the commit finds nothing.
    committed: () => {
      app.botStreams.wake(written);
      if (written.size > 0) wakeWebhooks(app);
      written.clear();
      // It may have little time.
      if (isUrgent) app.urgentDeliveries.wake();
      isUrgent = false;
    },
  };
}

/** Two statements, however many events, conversations and bots. */
export async function insertDeliveries(
  tx: ConsumerTransaction,
  events: StoredEvent[],
  now: Date,
): Promise<NewDelivery[]> {
  const origins = events.flatMap(originOf);
  if (origins.length === 0) return [];
  // A conversation's creation goes before what was said in it, though the two stand in different logs.
  origins.sort((a, b) => rank(a) - rank(b));
  const due = await findRecipients(tx, origins);
  let last = due[0]?.newest ?? null;
  const deliveries = due.map(({ newest: _newest, ...delivery }) => {
    last = idAfter(last);
    return { ...delivery, id: last };
  });
  if (deliveries.length > 0) await insert(tx, deliveries, now);
  return deliveries;
}

/** By the name of the event. */
const ofMessages: Record<string, DeliveryType> = {
  'message.created': 'message.created',
  // Sent on its way once more: a delivery of its own.
  'message.redelivered': 'message.created',
  'message.updated': 'message.updated',
  'message.deleted': 'message.deleted',
  'reaction.added': 'reaction.added',
  'action.executed': 'action.executed',
  'message.stop_requested': 'message.stop_requested',
};

function originOf(event: StoredEvent): Origin[] {
  const ref = parseContext(event.context);
  const { context, seq, payload } = event;
  const type = ofMessages[event.type];
  if (ref?.kind === 'conversation' && type !== undefined) {
    const messageId = String(payload['messageId']);
    const resolutionId = type === 'action.executed' ? String(payload['resolutionId']) : null;
    const reaction = { memberId: String(payload['memberId']), emoji: String(payload['emoji']) };
    const detail = type === 'reaction.added' ? reaction : null;
    return [{ context, seq, type, conversationId: ref.conversationId, messageId, resolutionId, detail }];
  }
  // One that names a member tells that member of a conversation that the bot has long been in.
  const begins = event.type === 'conversation.created' && event.payload['memberId'] === undefined;
  if (ref?.kind === 'sandbox' && begins && event.about !== null) {
    const nothing = { messageId: null, resolutionId: null, detail: null };
    return [{ context, seq, type: 'conversation.created', conversationId: event.about, ...nothing }];
  }
  return [];
}

function rank({ type }: Origin): number {
  return type === 'conversation.created' ? 0 : 1;
}

/**
 * Each event once per bot that is in the conversation and didn't cause it, and what is about one bot's message to that one
 * alone. Keeps the order of the events. A decision is worth nothing once the question's time has passed, and never longer than
 * ten minutes; a stop not once the message is ended without its agent.
 *
 * Each row is looked up by its key (`lateral … limit`): left to itself the planner, which takes a batch for larger than it is,
 * walks through all messages that there are.
 */
function findRecipients(tx: ConsumerTransaction, origins: Origin[]) {
  return tx<(Omit<NewDelivery, 'id'> & { newest: string | null })[]>`
    select o.context, o.seq, o.type, o."conversationId", o."messageId", o."resolutionId", o.detail, s.id as "sandboxId",
      case when o.type in ('action.executed', 'message.stop_requested') then 'urgent' else 'log' end as lane,
      case o.type
        when 'action.executed' then least(asked.expires_at, decided.resolved_at + interval '10 minutes')
        when 'message.stop_requested' then said.stop_requested_at + interval '10 seconds'
      end as "diesAt",
      (select max(id) from deliveries) as newest
    from rows from (jsonb_to_recordset(${tx.json(origins as never)})
      as (context text, seq bigint, type text, "conversationId" text, "messageId" text, "resolutionId" text, detail jsonb))
      with ordinality as o (context, seq, type, "conversationId", "messageId", "resolutionId", detail, n)
    cross join lateral (select created_by from conversations where id = o."conversationId" limit 1) c
    cross join lateral (
      select member_id from conversation_members
      where conversation_id = o."conversationId" and kind = 'bot' and left_at is null offset 0
    ) m
    cross join lateral (
      select id, subscriptions from sandboxes
      where id = substr(m.member_id, length('bot:kiloclaw:') + 1) and status not in ('destroying', 'destroyed') limit 1
    ) s
    left join lateral (
      select sender_id, stop_requested_at from messages
      where conversation_id = o."conversationId" and id = o."messageId" limit 1
    ) said on true
    left join lateral (
      select message_id, group_id, resolved_at from action_resolutions
      where conversation_id = o."conversationId" and id = o."resolutionId" limit 1
    ) decided on true
    left join approvals asked on asked.conversation_id = o."conversationId" and asked.message_id = decided.message_id
      and asked.group_id = decided.group_id
    where case
      when o.type = 'message.created' then m.member_id <> said.sender_id
      when o.type = 'conversation.created' then m.member_id <> c.created_by
      when o.type in ('action.executed', 'message.stop_requested') then m.member_id = said.sender_id
      else o.type = any(s.subscriptions) and m.member_id <> coalesce(o.detail ->> 'memberId', said.sender_id)
    end
    order by o.n, s.id`;
}

async function insert(tx: ConsumerTransaction, deliveries: NewDelivery[], now: Date): Promise<void> {
  await tx`
    insert into deliveries
      (id, sandbox_id, conversation_id, context, seq, type, message_id, resolution_id, detail, lane, dies_at,
       next_attempt_at)
    select id, "sandboxId", "conversationId", context, seq, type, "messageId", "resolutionId", detail, lane, "diesAt",
      ${now}
    from jsonb_to_recordset(${tx.json(deliveries as never)}) as (
      id text, "sandboxId" text, "conversationId" text, context text, seq bigint, type text, "messageId" text,
      "resolutionId" text, detail jsonb, lane text, "diesAt" timestamptz)
    on conflict do nothing`;
}

/**
 * The next id in the order of all deliveries. A conversation's deliveries go out by id, and another node, whose clock may
 * be behind, could write the later ones: so an id is never smaller than the newest that is there. One pass at a time, by
 * the lock on the consumer's cursor, makes that newest one certain.
 */
export function idAfter(newest: string | null, now: number = Date.now()): string {
  if (newest === null || decodeTime(newest) < now) return ulid(now);
  return newest.slice(0, TIME_LEN) + incrementBase32(newest.slice(TIME_LEN));
}
