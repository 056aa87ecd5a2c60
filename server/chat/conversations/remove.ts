import { sql, type SQL } from 'drizzle-orm';
import { sandboxContext } from '#lib/contexts.ts';
import { recordRevocations } from '#server/accounts/revocations.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';

interface Place {
  conversationId: string;
  sandboxId: string;
}

// An alias: drizzle takes no interface for a row.
type Membership = { id: string; kind: 'user' | 'bot'; conversationId: string; sandboxId: string };

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
  const members = await tx.db.execute<Membership>(sql`
    select m.member_id as id, m.kind, c.sandbox_id as "sandboxId", c.id as "conversationId"
    from conversation_members m join conversations c on c.id = m.conversation_id
    where c.id = any(${ids}) and m.left_at is null`);
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
    [...new Set(members.map(({ id }) => id))].map((id) => ({ kind: 'member', subject: id })),
  );
  const people = members.filter(({ kind }) => kind === 'user');
  tx.afterCommit(() =>
    app.badges.changed(people.map(({ id, sandboxId, conversationId }) => ({ userId: id, sandboxId, conversationId }))),
  );
}
