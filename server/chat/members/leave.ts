import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { recordRevocation } from '#server/accounts/revocations.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault, notFound } from '#server/errors.ts';
import { lockConversation, type LockedConversation } from '../conversations/lock.ts';
import { mayRun } from '../conversations/rights.ts';
import { conversationLeft, memberLeft } from '../events.ts';

export function leave(app: AppContext, principal: UserPrincipal, conversationId: string): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    await end(app, tx, await lockConversation(tx, principal, conversationId), principal.userId);
    return { ok: true };
  });
}

/** By whoever began the conversation, or who runs its agent and is in it; anybody may take themselves out. */
export function removeMember(
  app: AppContext,
  principal: UserPrincipal,
  { conversationId, memberId }: { conversationId: string; memberId: string },
): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const conversation = await lockConversation(tx, principal, conversationId);
    const member = conversation.members.find(({ id }) => id === memberId);
    if (memberId !== principal.userId && !(await mayRun(tx, conversation, principal))) {
      throw new Fault('forbidden', 'Only whoever began a conversation, or who runs its agent, may remove others.');
    }
    if (member === undefined) throw notFound();
    if (member.kind === 'bot') throw new Fault('impossible_value', "A conversation's agent can't be removed from it.");
    await end(app, tx, conversation, memberId);
    return { ok: true };
  });
}

/**
 * They read nothing from here on: no page, and no event on a socket that is open. An agent whom the last person has left
 * alone has nobody to talk to, and leaves too.
 */
async function end(
  app: AppContext,
  tx: Transaction,
  { ref, members }: LockedConversation,
  memberId: string,
): Promise<void> {
  const { sandboxId, conversationId } = ref;
  const isLast = !members.some(({ id, kind }) => kind === 'user' && id !== memberId);
  const leaving = members.filter(({ id, kind }) => id === memberId || (isLast && kind === 'bot')).map(({ id }) => id);
  await tx.db.execute(sql`
    update conversation_members set left_at = now()
    where conversation_id = ${conversationId} and member_id in ${leaving}`);
  for (const id of leaving) await memberLeft(tx, ref, id);
  await conversationLeft(tx, ref, memberId);
  await recordRevocation(app, tx, { kind: 'member', subject: memberId, conversationId });
  tx.afterCommit(() => app.badges.changed([{ userId: memberId, sandboxId, conversationId }]));
}
