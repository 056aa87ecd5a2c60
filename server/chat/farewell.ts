import { sql } from 'drizzle-orm';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { handOnSandboxes } from '../sandboxes/hand-on.ts';
import { lockConversations, removeConversations } from './conversations/remove.ts';

/**
 * A person goes: their agents and those agents' conversations go with them, and they leave those of others. So do the agents of
 * an organization in which they are alone; those of one with others in it stay, and are handed on. Everything is
 * locked in the order that a send and a read keep, before anything is written. A fixed number of statements, whatever there
 * is to leave.
 */
export async function farewell(app: AppContext, tx: Transaction, { userId }: { userId: string }): Promise<void> {
  const conversations = await lockConversations(
    tx,
    sql`c.sandbox_id in (select s.id from sandboxes s where ${isTheirs(userId)})
      or c.id in (select conversation_id from conversation_members where member_id = ${userId})`,
  );
  const owned = await tx.db.execute<{ id: string }>(sql`
    select s.id from sandboxes s where ${isTheirs(userId)} order by s.id for update`);
  await tx.db.execute(sql`select from users where id = ${userId} for update`);
  const theirs = new Set(owned.map(({ id }) => id));
  await removeConversations(
    app,
    tx,
    conversations.filter(({ sandboxId }) => theirs.has(sandboxId)),
  );
  await leaveAll(tx, userId);
  await handOnSandboxes(tx, { userId });
}

function isTheirs(userId: string) {
  return sql`((s.organization_id is null and s.owner_id = ${userId}) or s.organization_id in (
    select m.organization_id from organization_members m where m.user_id = ${userId} and not exists (
      select from organization_members o where o.organization_id = m.organization_id and o.user_id <> m.user_id)))`;
}

/** As leaving one by one would: an agent whom they leave alone has nobody to talk to, and leaves too. */
async function leaveAll(tx: Transaction, userId: string): Promise<void> {
  const left = await tx.db.execute<{ sandboxId: string; conversationId: string }>(sql`
    with gone as (
      delete from conversation_members where member_id = ${userId} returning conversation_id, left_at
    ), alone as (
      update conversation_members b set left_at = now() from gone
      where b.conversation_id = gone.conversation_id and b.kind = 'bot' and b.left_at is null and gone.left_at is null
        and not exists (select from conversation_members o where o.conversation_id = gone.conversation_id
          and o.kind = 'user' and o.member_id <> ${userId} and o.left_at is null)
      returning b.conversation_id, b.member_id
    ), leaving as (
      select conversation_id, ${userId}::text as member_id from gone where left_at is null union all select * from alone
    )
    select c.sandbox_id as "sandboxId", c.id as "conversationId",
      append_event('conversation', c.id, '/kiloclaw/' || c.sandbox_id || '/' || c.id, 'member.left',
        jsonb_build_object('memberId', l.member_id), null, null)
    from leaving l join conversations c on c.id = l.conversation_id order by c.id, l.member_id like 'bot:%'`);
  for (const { sandboxId, conversationId } of left) tx.touch(conversationContext(sandboxId, conversationId));
}
