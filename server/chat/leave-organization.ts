import { sql } from 'drizzle-orm';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { recordRevocations } from '../accounts/revocations.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { forgetApprover, handOnSandboxes } from '../sandboxes/hand-on.ts';
import { lockConversations } from './conversations/remove.ts';

interface Place {
  organizationId: string;
  userId: string;
}

/**
 * Who is no longer in an organization leaves the conversations with its agents, as leaving one by one would, and decides for
 * none of them. What was said stays with those who are left. A fixed number of statements, whatever there is to leave.
 */
export async function leaveWithOrganization(app: AppContext, tx: Transaction, place: Place): Promise<void> {
  const theirs = inConversations(place);
  await lockConversations(tx, theirs);
  await tx.db.execute(sql`
    select from sandboxes where organization_id = ${place.organizationId} order by id for no key update`);
  // Whoever let them in between the two locks has committed by now, and from here on nobody can: that takes the sandbox's lock.
  // Such a one is locked out of order; a deadlock that comes of it is done again.
  await lockConversations(tx, theirs);
  await endMemberships(app, tx, place);
  await forgetApprover(tx, place);
  await handOnSandboxes(tx, place);
}

function inConversations({ organizationId, userId }: Place) {
  return sql`c.sandbox_id in (select id from sandboxes where organization_id = ${organizationId})
    and c.id in (select conversation_id from conversation_members where member_id = ${userId} and left_at is null)`;
}

/** An agent whom they leave alone has nobody to talk to, and leaves too. */
async function endMemberships(app: AppContext, tx: Transaction, { organizationId, userId }: Place): Promise<void> {
  const left = await tx.db.execute<{ sandboxId: string; conversationId: string; memberId: string }>(sql`
    with gone as (
      update conversation_members m set left_at = now() from conversations c join sandboxes s on s.id = c.sandbox_id
      where s.organization_id = ${organizationId} and m.conversation_id = c.id and m.member_id = ${userId}
        and m.left_at is null
      returning m.conversation_id
    ), alone as (
      update conversation_members b set left_at = now() from gone
      where b.conversation_id = gone.conversation_id and b.kind = 'bot' and b.left_at is null
        and not exists (select from conversation_members o where o.conversation_id = gone.conversation_id
          and o.kind = 'user' and o.member_id <> ${userId} and o.left_at is null)
      returning b.conversation_id, b.member_id
    ), leaving as (
      select conversation_id, ${userId}::text as member_id from gone union all select * from alone
    )
    select c.sandbox_id as "sandboxId", c.id as "conversationId", l.member_id as "memberId",
      append_event('conversation', c.id, '/kiloclaw/' || c.sandbox_id || '/' || c.id, 'member.left',
        jsonb_build_object('memberId', l.member_id), null, null),
      case when l.member_id = ${userId} then append_event('sandbox', c.sandbox_id, '/kiloclaw/' || c.sandbox_id,
        'conversation.left', jsonb_build_object('conversationId', c.id, 'memberId', l.member_id), c.id,
        array[l.member_id]) end
    from leaving l join conversations c on c.id = l.conversation_id order by c.id, l.member_id like 'bot:%'`);
  for (const { sandboxId, conversationId } of left) {
    tx.touch(conversationContext(sandboxId, conversationId));
    tx.touch(sandboxContext(sandboxId));
  }
  const places = left.filter(({ memberId }) => memberId === userId);
  await recordRevocations(
    app,
    tx,
    places.map(({ conversationId }) => ({ kind: 'member', subject: userId, conversationId })),
  );
  tx.afterCommit(() =>
    app.badges.changed(places.map(({ sandboxId, conversationId }) => ({ userId, sandboxId, conversationId }))),
  );
}
