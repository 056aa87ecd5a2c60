import { z } from 'zod';
import type {
  DeliveriesPage,
  DeliveryDetail,
  DeliveryInput,
  DeliveryItem,
  DeliveryState,
  ListDeliveriesInput,
} from '#lib/contract/deliveries.ts';
import { ulidSchema } from '#lib/contract/ids.ts';
import { memberIdOf, type UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { cut, decodeCursor, encodeCursor } from '#server/db/pagination.ts';
import { notFound } from '#server/errors.ts';
import { accessManaged } from '#server/sandboxes/access.ts';
import { spokenOf } from './due.ts';
import { bodyOf, type DeliveryRow } from './present.ts';

const cursorKey = z.tuple([ulidSchema]);
const deadMax = 1_000;

export interface LoggedRow {
  id: string;
  type: string;
  state: 'pending' | 'sent' | 'acknowledged' | 'dead';
  lane: 'log' | 'urgent';
  conversationId: string;
  messageId: string | null;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date;
  acknowledgedAt: Date | null;
  diedAt: Date | null;
  replayedAt: Date | null;
  failure: string | null;
}

/** What an agent was to hear, the newest first, for whoever looks after it. Without a word of what was said. */
export async function listDeliveries(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, only, cursor, limit }: ListDeliveriesInput,
): Promise<DeliveriesPage> {
  await accessManaged(app, principal, sandboxId);
  const { sql } = app;
  const [before] = cursor == null ? [] : decodeCursor('deliveries', cursorKey, cursor);
  const rows = await sql<LoggedRow[]>`
    select ${deliveryColumns(sql)} from deliveries d
    where d.sandbox_id = ${sandboxId} ${before === undefined ? sql`` : sql`and d.id < ${before}`}
      ${only === 'open' ? sql`and d.state in ('pending', 'sent')` : sql``}
      ${only === 'dead' ? sql`and ${replayable(sql)}` : sql``}
    order by d.id desc limit ${limit + 1}`;
  const [counted] = await sql<{ dead: number }[]>`
    select count(*) as dead from (
      select from deliveries d where d.sandbox_id = ${sandboxId} and ${replayable(sql)} limit ${deadMax}) dead_ones`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('deliveries', [last.id]) : null;
  return { deliveries: page.map(presentItem), dead: counted?.dead ?? 0, hasMore, nextCursor };
}

/** One, with its tries, and with what it says for those who may read that: looking after an agent gives no reading. */
export async function readDelivery(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, deliveryId }: DeliveryInput,
): Promise<DeliveryDetail> {
  await accessManaged(app, principal, sandboxId);
  const { sql } = app;
  const [row] = await sql<(LoggedRow & { mayRead: boolean; tries: Omit<Try, 'at'>[] })[]>`
    select ${deliveryColumns(sql)}, exists (
        select from conversation_members m where m.conversation_id = d.conversation_id
          and m.member_id = ${memberIdOf(principal)} and m.left_at is null) as "mayRead",
      coalesce((select jsonb_agg(jsonb_build_object('n', a.n, 'at', floor(extract(epoch from a.at) * 1000)::bigint,
        'status', a.status, 'failure', a.failure, 'answer', a.answer, 'durationMs', a.duration_ms) order by a.n desc)
        from delivery_attempts a where a.delivery_id = d.id), '[]') as tries
    from deliveries d where d.id = ${deliveryId} and d.sandbox_id = ${sandboxId}`;
  if (row === undefined) throw notFound();
  const { mayRead, tries } = row;
  const body = mayRead ? await bodyNow(app, deliveryId) : null;
  return {
    ...presentItem(row),
    mayRead,
    body,
    // An answer may repeat what was said.
    tries: (tries as Try[]).map((one) => ({ ...one, answer: mayRead ? one.answer : null })),
  };
}

type Try = DeliveryDetail['tries'][number];

async function bodyNow({ sql }: AppContext, deliveryId: string) {
  const [row] = await sql<DeliveryRow[]>`
    with taken as (select * from deliveries where id = ${deliveryId}) ${spokenOf(sql)}`;
  return row === undefined ? null : bodyOf(row);
}

/** Of `d`. */
export function deliveryColumns(sql: AppContext['sql']) {
  return sql`d.id, d.type, d.state, d.lane, d.conversation_id as "conversationId", d.message_id as "messageId",
    d.created_at as "createdAt", d.attempts, d.next_attempt_at as "nextAttemptAt", d.acknowledged_at as "acknowledgedAt",
    d.died_at as "diedAt", d.replayed_at as "replayedAt",
    (select a.failure from delivery_attempts a where a.delivery_id = d.id order by a.n desc limit 1) as failure`;
}

/** What was urgent is over when its time has passed, and what another has followed needs nothing any more. */
export function replayable(sql: AppContext['sql']) {
  return sql`d.state = 'dead' and d.lane = 'log' and (d.type <> 'message.created' or d.replayed_at is null)`;
}

export function presentItem(row: LoggedRow): DeliveryItem {
  const { id, type, conversationId, messageId, attempts, failure } = row;
  const state = stateOf(row);
  const isOpen = state === 'waiting' || state === 'sent';
  return {
    id,
    type,
    state,
    conversationId,
    messageId,
    createdAt: row.createdAt.getTime(),
    attempts,
    nextTryAt: isOpen ? row.nextAttemptAt.getTime() : null,
    endedAt: (row.acknowledgedAt ?? row.diedAt)?.getTime() ?? null,
    failure,
  };
}

function stateOf({ state, type, lane, replayedAt, failure }: LoggedRow): DeliveryState {
  if (state === 'pending') return 'waiting';
  // One that failed waits for its next try.
  if (state === 'sent') return failure === null ? 'sent' : 'waiting';
  if (state === 'acknowledged') return 'delivered';
  return lane === 'urgent' || (type === 'message.created' && replayedAt !== null) ? 'over' : 'dead';
}
