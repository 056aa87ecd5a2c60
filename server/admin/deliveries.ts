import { z } from 'zod';
import type {
  AdminDeliveriesInput,
  AdminDelivery,
  AdminDeliveryDetail,
  AdminEndpointStanding,
} from '#lib/contract/admin/deliveries.ts';
import type { DeliveryState } from '#lib/contract/deliveries.ts';
import { ulidSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '../app-context.ts';
import { deliveryColumns, presentItem, replayable, type LoggedRow } from '../bots/deliveries/log.ts';
import { cut, decodeCursor, encodeCursor } from '../db/pagination.ts';
import { notFound } from '../errors.ts';

type Sql = AppContext['sql'];

interface Row extends LoggedRow {
  sandboxId: string;
  label: string;
  isByWebhook: boolean;
  isMessageDeleted: boolean;
}

interface EndpointRow {
  sandboxId: string;
  label: string;
  url: string | null;
  disabledAt: Date | null;
  disabledWhy: 'gone' | 'operator' | null;
  dead: number;
}

type DetailRow = Row & EndpointRow & Pick<AdminDeliveryDetail, 'tries'>;

const cursorKey = z.tuple([ulidSchema]);
const deadMax = 1_000;

/** What all agents were to hear, the newest first. Without a word of what was said. */
export async function listAllDeliveries(
  { sql }: AppContext,
  { sandboxId, conversationId, state, type, way, limit, cursor }: AdminDeliveriesInput,
): Promise<{ deliveries: AdminDelivery[]; hasMore: boolean; nextCursor: string | null }> {
  const [before] = cursor == null ? [] : decodeCursor('admin.deliveries', cursorKey, cursor);
  const rows = await sql<Row[]>`
    select ${columns(sql)} from deliveries d join sandboxes s on s.id = d.sandbox_id
    where ${state === undefined ? sql`true` : inState(sql, state)}
      ${before === undefined ? sql`` : sql`and d.id < ${before}`}
      ${sandboxId === undefined ? sql`` : sql`and d.sandbox_id = ${sandboxId}`}
      ${conversationId === undefined ? sql`` : sql`and d.conversation_id = ${conversationId}`}
      ${type === undefined ? sql`` : sql`and d.type = ${type}`}
      ${way === undefined ? sql`` : sql`and d.attempts > 0 and ${way === 'webhook'} = ${isByWebhook(sql)}`}
    order by d.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('admin.deliveries', [last.id]) : null;
  return { deliveries: page.map(present), hasMore, nextCursor };
}

export async function readAnyDelivery({ sql }: AppContext, deliveryId: string): Promise<AdminDeliveryDetail> {
  const [row] = await sql<DetailRow[]>`
    select ${columns(sql)}, ${endpointColumns(sql)},
      coalesce((select jsonb_agg(jsonb_build_object('n', a.n, 'at', floor(extract(epoch from a.at) * 1000)::bigint,
        'status', a.status, 'failure', a.failure, 'durationMs', a.duration_ms) order by a.n desc)
        from delivery_attempts a where a.delivery_id = d.id), '[]') as tries
    from deliveries d join sandboxes s on s.id = d.sandbox_id left join bot_endpoints e on e.sandbox_id = s.id
    where d.id = ${deliveryId}`;
  if (row === undefined) throw notFound();
  return { ...present(row), tries: row.tries, ...presentEndpoint(row) };
}

/** Where an agent takes its deliveries, whether or not it has any. */
export async function readAnyEndpoint({ sql }: AppContext, sandboxId: string): Promise<AdminEndpointStanding> {
  const [row] = await sql<EndpointRow[]>`
    select s.id as "sandboxId", s.label, ${endpointColumns(sql)}
    from sandboxes s left join bot_endpoints e on e.sandbox_id = s.id where s.id = ${sandboxId}`;
  if (row === undefined) throw notFound();
  return presentEndpoint(row);
}

/** Whose it is, for what is done with it: the domain's commands ask for both. */
export async function accessDelivery(
  { sql }: AppContext,
  deliveryId: string,
): Promise<{ sandboxId: string; deliveryId: string }> {
  const [row] = await sql<{ sandboxId: string }[]>`
    select sandbox_id as "sandboxId" from deliveries where id = ${deliveryId}`;
  if (row === undefined) throw notFound();
  return { sandboxId: row.sandboxId, deliveryId };
}

function columns(sql: Sql) {
  return sql`${deliveryColumns(sql)}, d.sandbox_id as "sandboxId", s.label, ${isByWebhook(sql)} as "isByWebhook",
    exists (select from messages m where m.conversation_id = d.conversation_id and m.id = d.message_id
      and m.deleted_at is not null) as "isMessageDeleted"`;
}

function endpointColumns(sql: Sql) {
  return sql`e.url, e.disabled_at as "disabledAt", e.disabled_why as "disabledWhy", (select count(*) from (
    select from deliveries d where d.sandbox_id = s.id and ${replayable(sql)} limit ${deadMax}) dead_ones) as dead`;
}

function isByWebhook(sql: Sql) {
  return sql`exists (select from delivery_attempts a where a.delivery_id = d.id)`;
}

/** As `presentItem` says it: one that was sent and failed waits for its next try. What is open has indexes of its own. */
function inState(sql: Sql, state: DeliveryState) {
  const hasFailed = sql`exists (select from delivery_attempts a where a.delivery_id = d.id and a.failure is not null
    and not exists (select from delivery_attempts later where later.delivery_id = d.id and later.n > a.n))`;
  const isOpen = sql`d.id in (
    select id from deliveries where state in ('pending', 'sent') and lane = 'log'
    union all select id from deliveries where state in ('pending', 'sent') and lane = 'urgent')`;
  switch (state) {
    case 'waiting':
      return sql`${isOpen} and (d.state = 'pending' or ${hasFailed})`;
    case 'sent':
      return sql`${isOpen} and d.state = 'sent' and not ${hasFailed}`;
    case 'delivered':
      return sql`d.state = 'acknowledged'`;
    case 'dead':
      return replayable(sql);
    case 'over':
      return sql`d.state = 'dead' and not (${replayable(sql)})`;
  }
}

function present(row: Row): AdminDelivery {
  const way = row.isByWebhook ? 'webhook' : row.attempts > 0 ? 'stream' : null;
  const { sandboxId: id, label, isMessageDeleted } = row;
  return { ...presentItem(row), sandbox: { id, label }, way, isMessageDeleted };
}

function presentEndpoint({
  sandboxId: id,
  label,
  url,
  disabledAt,
  disabledWhy,
  dead,
}: EndpointRow): AdminEndpointStanding {
  const disabled = disabledAt === null || disabledWhy === null ? null : { at: disabledAt.getTime(), why: disabledWhy };
  const endpoint = url === null ? null : { host: URL.canParse(url) ? new URL(url).host : '', disabled };
  return { sandbox: { id, label }, endpoint, dead };
}
