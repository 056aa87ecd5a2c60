import { z } from 'zod';
import type { AdminPush, AdminPushDetail, AdminPushesInput } from '#lib/contract/admin/pushes.ts';
import { ulidSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '../app-context.ts';
import { cut, decodeCursor, encodeCursor } from '../db/pagination.ts';
import { notFound } from '../errors.ts';

type Sql = AppContext['sql'];

interface Row extends Omit<AdminPush, 'person' | 'createdAt' | 'dueAt' | 'endedAt'> {
  userId: string;
  name: string;
  createdAt: Date;
  dueAt: Date;
  endedAt: Date | null;
}

const cursorKey = z.tuple([ulidSchema]);

/** What people were to be told on their devices, the newest first. */
export async function listPushes(
  { sql }: AppContext,
  { person, sandboxId, conversationId, state, kind, limit, cursor }: AdminPushesInput,
): Promise<{ pushes: AdminPush[]; hasMore: boolean; nextCursor: string | null }> {
  const [before] = cursor == null ? [] : decodeCursor('admin.pushes', cursorKey, cursor);
  const rows = await sql<Row[]>`
    select ${columns(sql)} from dispatches d join users u on u.id = d.user_id
    where ${before === undefined ? sql`true` : sql`d.id < ${before}`}
      ${person === undefined ? sql`` : sql`and (u.id = ${person} or u.email = lower(${person}))`}
      ${sandboxId === undefined ? sql`` : sql`and d.sandbox_id = ${sandboxId}`}
      ${conversationId === undefined ? sql`` : sql`and d.conversation_id = ${conversationId}`}
      ${state === undefined ? sql`` : sql`and d.state = ${state}`}
      ${kind === undefined ? sql`` : sql`and d.kind = ${kind}`}
    order by d.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('admin.pushes', [last.id]) : null;
  return { pushes: page.map(present), hasMore, nextCursor };
}

export async function readPush({ sql }: AppContext, pushId: string): Promise<AdminPushDetail> {
  const [row] = await sql<(Row & { targets: AdminPushDetail['targets'] })[]>`
    select ${columns(sql)},
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'state', w.state,
        'attempts', w.attempts, 'error', w.error,
        'nextTryAt', case w.state when 'pending' then floor(extract(epoch from w.next_attempt_at) * 1000)::bigint end)
        order by t.name, t.id)
        from dispatch_targets w join push_targets t on t.id = w.target_id where w.dispatch_id = d.id), '[]') as targets
    from dispatches d join users u on u.id = d.user_id where d.id = ${pushId}`;
  if (row === undefined) throw notFound();
  return { ...present(row), targets: row.targets.map((one) => ({ ...one, error: codeOf(one.error) })) };
}

function columns(sql: Sql) {
  return sql`d.id, d.kind, d.state, d.reason as why, d.user_id as "userId", u.name, d.sandbox_id as "sandboxId",
    d.conversation_id as "conversationId", d.message_id as "messageId", d.created_at as "createdAt", d.due_at as "dueAt",
    d.ended_at as "endedAt", (select count(*) from dispatch_targets w where w.dispatch_id = d.id) as devices`;
}

function present(row: Row): AdminPush {
  const { id, kind, state, why, sandboxId, conversationId, messageId, devices } = row;
  return {
    id,
    kind,
    state,
    why,
    person: { id: row.userId, name: row.name },
    sandboxId,
    conversationId,
    messageId,
    createdAt: row.createdAt.getTime(),
    dueAt: row.dueAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    devices,
  };
}

/** A service may say why in a sentence, and repeat in it what it was given: then it is only said that it did. */
function codeOf(error: string | null): string | null {
  return error === null || /^[A-Za-z0-9_]{1,64}$/.test(error) ? error : 'other';
}
