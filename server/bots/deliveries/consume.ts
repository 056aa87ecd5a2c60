import { decodeTime, incrementBase32, TIME_LEN, ulid } from 'ulid';
import { parseContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Consumer, ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';

interface Origin {
  context: string;
  seq: number;
  type: 'message.created' | 'conversation.created';
  conversationId: string;
  messageId: string | null;
}

interface NewDelivery extends Origin {
  id: string;
  sandboxId: string;
}

/**
 * Makes one delivery per event and bot from what was committed: everybody's messages but the bot's own, and new
 * conversations. Chat knows nothing of it, so a message costs the same whether or not somebody listens.
 */
export function deliverEvents(app: AppContext): Consumer {
  const written = new Set<string>();
  return {
    name: 'bot-deliveries',
    handle: async (tx, events) => {
      for (const { sandboxId } of await insertDeliveries(tx, events)) written.add(sandboxId);
    },
    // Not sooner: a stream that looks before the commit finds nothing.
    committed: () => {
      app.botStreams.wake(written);
      written.clear();
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

function originOf(event: StoredEvent): Origin[] {
  const ref = parseContext(event.context);
  const { context, seq } = event;
  if (ref?.kind === 'conversation' && event.type === 'message.created') {
    const messageId = String(event.payload['messageId']);
    return [{ context, seq, type: event.type, conversationId: ref.conversationId, messageId }];
  }
  // One that names a member tells that member of a conversation that the bot has long been in.
  const begins = event.type === 'conversation.created' && event.payload['memberId'] === undefined;
  if (ref?.kind === 'sandbox' && begins && event.about !== null) {
    return [{ context, seq, type: 'conversation.created', conversationId: event.about, messageId: null }];
  }
  return [];
}

function rank({ type }: Origin): number {
  return type === 'conversation.created' ? 0 : 1;
}

/** Each event once per bot that is in the conversation and didn't cause it. Keeps the order of the events. */
function findRecipients(tx: ConsumerTransaction, origins: Origin[]) {
  return tx<(Omit<NewDelivery, 'id'> & { newest: string | null })[]>`
    select o.context, o.seq, o.type, o."conversationId", o."messageId", s.id as "sandboxId",
      (select max(id) from deliveries) as newest
    from rows from (jsonb_to_recordset(${tx.json(origins as never)})
      as (context text, seq bigint, type text, "conversationId" text, "messageId" text))
      with ordinality as o (context, seq, type, "conversationId", "messageId", n)
    join conversations c on c.id = o."conversationId"
    join conversation_members m on m.conversation_id = c.id and m.kind = 'bot' and m.left_at is null
    join sandboxes s on 'bot:kiloclaw:' || s.id = m.member_id and s.status not in ('destroying', 'destroyed')
    left join messages said on said.conversation_id = c.id and said.id = o."messageId"
    where m.member_id <> case o.type when 'message.created' then said.sender_id else c.created_by end
    order by o.n, s.id`;
}

async function insert(tx: ConsumerTransaction, deliveries: NewDelivery[]): Promise<void> {
  await tx`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id)
    select id, "sandboxId", "conversationId", context, seq, type, "messageId"
    from jsonb_to_recordset(${tx.json(deliveries as never)}) as (
      id text, "sandboxId" text, "conversationId" text, context text, seq bigint, type text, "messageId" text)
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
