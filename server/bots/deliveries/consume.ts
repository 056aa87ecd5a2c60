import { decodeTime, incrementBase32, TIME_LEN, ulid } from 'ulid';
import { parseContext } from '#lib/contexts.ts';
import type { DeliveryType } from '#lib/contract/bots.ts';
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
}

interface NewDelivery extends Origin {
  id: string;
  sandboxId: string;
  lane: 'log' | 'urgent';
  diesAt: Date | null;
}

/**
 * Makes one delivery per event and bot from what was committed: everybody's messages but the bot's own, new conversations,
 * and what was decided of its questions or wanted of its answers. Chat knows nothing of it, so a message costs the same
 * whether or not somebody listens.
 */
export function deliverEvents(app: AppContext): Consumer {
  const written = new Set<string>();
  let isUrgent = false;
  return {
    name: 'bot-deliveries',
    handle: async (tx, events) => {
      for (const { sandboxId, lane } of await insertDeliveries(tx, events)) {
        written.add(sandboxId);
        isUrgent ||= lane === 'urgent';
      }
    },
    // Not sooner: a stream that looks before the commit finds nothing.
    committed: () => {
      app.botStreams.wake(written);
      written.clear();
      // It may have little time.
      if (isUrgent) app.urgentDeliveries.wake();
      isUrgent = false;
    },
  };
}

/** Two statements, however many events, conversations and bots. */
export async function insertDeliveries(tx: ConsumerTransaction, events: StoredEvent[]): Promise<NewDelivery[]> {
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
  if (deliveries.length > 0) await insert(tx, deliveries);
  return deliveries;
}

const ofMessages = new Set(['message.created', 'action.executed', 'message.stop_requested']);

function originOf(event: StoredEvent): Origin[] {
  const ref = parseContext(event.context);
  const { context, seq } = event;
  if (ref?.kind === 'conversation' && ofMessages.has(event.type)) {
    const messageId = String(event.payload['messageId']);
    const resolutionId = event.type === 'action.executed' ? String(event.payload['resolutionId']) : null;
    const type = event.type as DeliveryType;
    return [{ context, seq, type, conversationId: ref.conversationId, messageId, resolutionId }];
  }
  // One that names a member tells that member of a conversation that the bot has long been in.
  const begins = event.type === 'conversation.created' && event.payload['memberId'] === undefined;
  if (ref?.kind === 'sandbox' && begins && event.about !== null) {
    const conversationId = event.about;
    return [{ context, seq, type: 'conversation.created', conversationId, messageId: null, resolutionId: null }];
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
 */
function findRecipients(tx: ConsumerTransaction, origins: Origin[]) {
  return tx<(Omit<NewDelivery, 'id'> & { newest: string | null })[]>`
    select o.context, o.seq, o.type, o."conversationId", o."messageId", o."resolutionId", s.id as "sandboxId",
      case when o.type in ('action.executed', 'message.stop_requested') then 'urgent' else 'log' end as lane,
      case o.type
        when 'action.executed' then least(asked.expires_at, decided.resolved_at + interval '10 minutes')
        when 'message.stop_requested' then said.stop_requested_at + interval '10 seconds'
      end as "diesAt",
      (select max(id) from deliveries) as newest
    from rows from (jsonb_to_recordset(${tx.json(origins as never)})
      as (context text, seq bigint, type text, "conversationId" text, "messageId" text, "resolutionId" text))
      with ordinality as o (context, seq, type, "conversationId", "messageId", "resolutionId", n)
    join conversations c on c.id = o."conversationId"
    join conversation_members m on m.conversation_id = c.id and m.kind = 'bot' and m.left_at is null
    join sandboxes s on 'bot:kiloclaw:' || s.id = m.member_id and s.status not in ('destroying', 'destroyed')
    left join messages said on said.conversation_id = c.id and said.id = o."messageId"
    left join action_resolutions decided on decided.conversation_id = c.id and decided.id = o."resolutionId"
    left join approvals asked on asked.conversation_id = c.id and asked.message_id = decided.message_id
      and asked.group_id = decided.group_id
    where case o.type
      when 'message.created' then m.member_id <> said.sender_id
      when 'conversation.created' then m.member_id <> c.created_by
      else m.member_id = said.sender_id
    end
    order by o.n, s.id`;
}

async function insert(tx: ConsumerTransaction, deliveries: NewDelivery[]): Promise<void> {
  await tx`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id, resolution_id, lane, dies_at)
    select id, "sandboxId", "conversationId", context, seq, type, "messageId", "resolutionId", lane, "diesAt"
    from jsonb_to_recordset(${tx.json(deliveries as never)}) as (
      id text, "sandboxId" text, "conversationId" text, context text, seq bigint, type text, "messageId" text,
      "resolutionId" text, lane text, "diesAt" timestamptz)
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
