import { sql, type SQL } from 'drizzle-orm';
import { sandboxContext } from '#lib/contexts.ts';
import { recordRevocations } from '#server/accounts/revocations.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';

interface Place {
  conversationId: string;
  sandboxId: string;
}

/** Those of `conversations c` that this is true of, locked in the order that everybody keeps. */
export async function lockConversations(tx: Transaction, which: SQL): Promise<Place[]> {
  return tx.db.execute<{ conversationId: string; sandboxId: string }>(sql`
    select c.id as "conversationId", c.sandbox_id as "sandboxId" from conversations c
    where ${which} order by c.id for update`);
}

/**
 * Behind the locks on conversations and sandboxes. All that hangs on them goes with their rows; those who were in them are
 * told on their sandbox's log, since their own are gone, and what is open of them ends. Four statements, however many there
 * are and whoever is in them.
 */
export async function removeConversations(app: AppContext, tx: Transaction, places: Place[]): Promise<void> {
  if (places.length === 0) return;
  const ids = sql`${sql.param(places.map(({ conversationId }) => conversationId))}::text[]`;
  const members = await tx.db.execute<{ id: string }>(sql`
    select distinct member_id as id from conversation_members where conversation_id = any(${ids}) and left_at is null`);
  await tx.db.execute(sql`
    select append_event('sandbox', c.sandbox_id, '/kiloclaw/' || c.sandbox_id, 'conversation.deleted',
      jsonb_build_object('conversationId', c.id), c.id,
      array(select m.member_id from conversation_members m where m.conversation_id = c.id and m.left_at is null))
    from conversations c where c.id = any(${ids}) order by c.id`);
  await tx.db.execute(sql`delete from conversations where id = any(${ids})`);
  for (const { sandboxId } of places) tx.touch(sandboxContext(sandboxId));
  await recordRevocations(
    app,
    tx,
    members.map(({ id }) => ({ kind: 'member', subject: id })),
  );
}
