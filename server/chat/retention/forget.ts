import { sql } from 'drizzle-orm';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { tellActivity } from '../events.ts';
import { readMessages } from '../messages/read.ts';

/** So many messages go in one transaction, behind the lock of their conversation: nobody who writes there waits for long. */
const batchSize = 200;

const dayMs = 24 * 3_600_000;

/** An alias: drizzle takes no interface for a row. */
type Place = { conversationId: string; sandboxId: string };

/**
 * Deletes what is older than its organization keeps messages, as their authors would have, and says why. What an agent is
 * writing at that moment is left. At most so many messages a run: what is left goes with the next one. It may be done again
 * at any time, also by two at once: each batch looks anew at what is there behind its conversation's lock.
 */
export async function forgetOldMessages(app: AppContext, { most }: { most: number }): Promise<number> {
  let forgotten = 0;
  for (const place of await findPlaces(app)) {
    for (;;) {
      const count = await forgetBatch(app, place, Math.min(batchSize, most - forgotten));
      forgotten += count;
      if (forgotten >= most) return forgotten;
      if (count < batchSize) break;
    }
  }
  return forgotten;
}

/** Conversations that have anything to forget, those of one agent together. */
async function findPlaces({ sql: query, clock }: AppContext): Promise<Place[]> {
  return query<Place[]>`
    select c.id as "conversationId", c.sandbox_id as "sandboxId"
    from organizations o
    join sandboxes s on s.organization_id = o.id and s.status not in ('destroying', 'destroyed')
    join conversations c on c.sandbox_id = s.id
    where o.message_days is not null and exists (
      select from messages m where m.conversation_id = c.id and m.deleted_at is null and m.stream is distinct from 'open'
        and m.created_at < ${clock.now()}::timestamptz - make_interval(days => o.message_days))
    order by c.sandbox_id, c.id`;
}

async function forgetBatch(app: AppContext, place: Place, limit: number): Promise<number> {
  const { conversationId, sandboxId } = place;
  const done = await app.transaction(async (tx) => {
    const before = await lockPlace(app, tx, place);
    if (before === null) return null;
    const ids = await findOld(tx, { conversationId, before, limit });
    return ids.length === 0 ? null : { ids, ...(await empty(tx, place, ids)) };
  });
  if (done === null) return 0;
  app.realtime.wake([conversationContext(sandboxId, conversationId), sandboxContext(sandboxId)]);
  for (const message of await readMessages(app.sql, conversationId, done.ids)) {
    tellActivity(app, sandboxId, { message, head: done.head, isLast: message.id === done.lastId });
  }
  return done.ids.length;
}

/** Until when messages go; null: by now they stay, or the conversation is gone. */
async function lockPlace(
  { clock }: AppContext,
  tx: Transaction,
  { conversationId, sandboxId }: Place,
): Promise<Date | null> {
  await tx.db.execute(sql`select from conversations where id = ${conversationId} for no key update`);
  const [row] = await tx.db.execute<{ messageDays: number | null }>(sql`
    select o.message_days as "messageDays" from sandboxes s join organizations o on o.id = s.organization_id
    where s.id = ${sandboxId}`);
  const days = row?.messageDays ?? null;
  return days === null ? null : new Date(clock.now().getTime() - days * dayMs);
}

async function findOld(
  tx: Transaction,
  { conversationId, before, limit }: { conversationId: string; before: Date; limit: number },
): Promise<string[]> {
  const rows = await tx.db.execute<{ id: string }>(sql`
    select m.id from messages m
    where m.conversation_id = ${conversationId} and m.deleted_at is null and m.stream is distinct from 'open'
      and m.created_at < ${before.toISOString()}::timestamptz
    order by m.seq limit ${limit} for no key update`);
  return rows.map(({ id }) => id);
}

/**
 * What `delete_message` does to one message, to many at once. Triggers on the rows do the rest, as they do there: they withdraw
 * what is asked, and take search rows, files and the answers to deliveries.
 */
async function empty(
  tx: Transaction,
  { conversationId, sandboxId }: Place,
  ids: string[],
): Promise<{ head: number; lastId: string | null }> {
  const these = sql`conversation_id = ${conversationId} and message_id = any(${sql.param(ids)}::text[])`;
  await tx.db.execute(sql`delete from message_versions where ${these}`);
  await tx.db.execute(sql`delete from message_appends where ${these}`);
  await tx.db.execute(sql`delete from message_reactions where ${these}`);
  await tx.db.execute(sql`
    with gone as (
      update messages set content = '[]', version = version + 1, deleted_at = clock_timestamp(), deleted_why = 'age',
        mentions = '{}', stream = null, appended_at = null, stop_requested_at = null
      where conversation_id = ${conversationId} and id = any(${sql.param(ids)}::text[])
      returning id, version, seq
    )
    select append_event('conversation', ${conversationId}, ${conversationContext(sandboxId, conversationId)},
      'message.deleted', jsonb_build_object('messageId', told.id, 'version', told.version), null, null)
    from (select * from gone order by seq) told`);
  const [row] = await tx.db.execute<{ head: number; lastId: string | null }>(sql`
    select seq as head, last_message_id as "lastId" from conversations where id = ${conversationId}`);
  return must(row, 'the conversation behind its lock');
}
