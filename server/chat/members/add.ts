import { sql } from 'drizzle-orm';
import type { Member } from '#lib/contract/chat.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault } from '#server/errors.ts';
import { lockConversation, type LockedConversation } from '../conversations/lock.ts';
import { conversationOpened, memberJoined } from '../events.ts';

interface Added {
  member: Member;
  /** False when they were in it already. */
  created: boolean;
}

/**
 * Lets somebody of the sandbox's organization in. They read the whole history, and none of it counts as unread: it was said
 * before they came.
 */
export function addMember(
  app: AppContext,
  principal: UserPrincipal,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<Added> {
  return app.transaction(async (tx) => {
    const conversation = await lockConversation(tx, principal, conversationId);
    const member = await findColleague(tx, conversation, userId);
    if (conversation.members.some(({ id }) => id === userId)) return { member, created: false };
    await join(tx, conversation, userId);
    tx.afterCommit(() => app.badges.changed([{ userId, sandboxId: conversation.ref.sandboxId, conversationId }]));
    return { member, created: true };
  });
}

/** Somebody unknown and somebody of elsewhere look the same. */
async function findColleague(tx: Transaction, { organizationId }: LockedConversation, userId: string): Promise<Member> {
  const [person] = await tx.db.execute<{ name: string }>(sql`
    select u.name from organization_members o join users u on u.id = o.user_id and u.disabled_at is null
    where o.organization_id = ${organizationId} and o.user_id = ${userId}`);
  if (person === undefined) {
    throw new Fault('impossible_value', "That person isn't in this agent's organization.");
  }
  return { id: userId, kind: 'user', displayName: person.name };
}

async function join(tx: Transaction, { ref }: LockedConversation, memberId: string): Promise<void> {
  const { conversationId } = ref;
  const [row] = await tx.db.execute<{ joinedAt: number }>(sql`
    insert into conversation_members (conversation_id, member_id, kind) values (${conversationId}, ${memberId}, 'user')
    on conflict (conversation_id, member_id) do update set left_at = null, joined_at = now()
    returning (extract(epoch from joined_at) * 1000)::bigint as "joinedAt"`);
  const { joinedAt } = must(row, 'the new member');
  const head = await memberJoined(tx, ref, memberId);
  const joinedSeq = await conversationOpened(tx, ref, { memberId, head, joinedAt });
  await tx.db.execute(sql`
    update conversation_members set joined_seq = ${joinedSeq}, last_read_seq = ${head}
    where conversation_id = ${conversationId} and member_id = ${memberId}`);
}
