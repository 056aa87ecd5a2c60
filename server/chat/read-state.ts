import { sql } from 'drizzle-orm';
import { badgeBucket } from '#lib/contexts.ts';
import type { MarkReadResult } from '#lib/contract/chat.ts';
import { unreadMax } from '#lib/contract/limits.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { accessConversation } from './access.ts';
import { conversationRead } from './events.ts';

interface Asked {
  conversationId: string;
  lastSeenMessageId: string;
}

interface Cursor {
  applied: boolean;
  lastReadSeq: number;
  lastReadAt: number | null;
}

/**
 * Moves the person's cursor to a message that they have seen; forward only, so late calls of other tabs do no harm. Nothing
 * else moves it: who sends has not seen what stands before it, if a script or an outbox sent it for them.
 */
export async function markRead(app: AppContext, principal: UserPrincipal, asked: Asked): Promise<MarkReadResult> {
  const { userId } = principal;
  const { conversationId } = asked;
  const { sandboxId } = await accessConversation(app, principal, conversationId);
  const bucket = badgeBucket({ sandboxId, conversationId });
  return app.transaction(async (tx) => {
    await tx.db.execute(sql`select from users where id = ${userId} for no key update`);
    const cursor = await moveCursor(tx, userId, asked);
    const { applied, lastReadSeq } = cursor;
    if (applied) {
      await conversationRead(tx, userId, { conversationId, lastReadSeq });
      tx.afterCommit(() => app.badges.changed([{ userId, sandboxId, conversationId }]));
    }
    const { isUnread, count } = await unreadOf(tx, userId, { conversationId, lastReadSeq });
    return { ok: true, ...cursor, badgeClear: isUnread ? null : { badgeBucket: bucket, badgeCount: count } };
  });
}

async function moveCursor(
  tx: Transaction,
  userId: string,
  { conversationId, lastSeenMessageId }: Asked,
): Promise<Cursor> {
  const [row] = await tx.db.execute<{ applied: boolean; lastReadSeq: number; lastReadAt: number | null }>(sql`
    with seen as (select seq from messages where conversation_id = ${conversationId} and id = ${lastSeenMessageId}),
    moved as (
      update conversation_members m set last_read_seq = seen.seq from seen
      where m.conversation_id = ${conversationId} and m.member_id = ${userId} and m.left_at is null
        and m.last_read_seq < seen.seq
      returning m.last_read_seq
    ),
    stands as (
      select coalesce(moved.last_read_seq, m.last_read_seq) as seq, moved.last_read_seq is not null as applied
      from seen left join moved on true
      join conversation_members m on m.conversation_id = ${conversationId} and m.member_id = ${userId}
    )
    select stands.applied, stands.seq as "lastReadSeq",
      (select (extract(epoch from at.created_at) * 1000)::bigint from messages at
       where at.conversation_id = ${conversationId} and at.seq = stands.seq) as "lastReadAt"
    from stands`);
  if (row === undefined) throw new Fault('impossible_value', "That message isn't in this conversation.");
  return row;
}

/**
 * Of this conversation, whether anything stands behind the cursor; and what a badge shows, which is what is unread in all that
 * isn't muted. Counting stops at a thousand, whatever there is. The cursor is handed in: to look for it once more would let
 * Postgres begin with all the members that the conversation has.
 */
async function unreadOf(
  tx: Transaction,
  userId: string,
  { conversationId, lastReadSeq }: { conversationId: string; lastReadSeq: number },
): Promise<{ isUnread: boolean; count: number }> {
  const [row] = await tx.db.execute<{ isUnread: boolean; count: number }>(sql`
    select exists (
        select from messages u
        where u.conversation_id = ${conversationId} and u.seq > ${lastReadSeq} and u.sender_id <> ${userId}
          and u.deleted_at is null) as "isUnread",
      (select count(*) from (
        select from conversation_members m
        join messages u on u.conversation_id = m.conversation_id and u.seq > m.last_read_seq
          and u.sender_id <> m.member_id and u.deleted_at is null
        where m.member_id = ${userId} and m.left_at is null and not m.muted limit ${unreadMax}) capped) as count`);
  return must(row, 'a count');
}
