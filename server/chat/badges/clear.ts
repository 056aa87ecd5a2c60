import { parseBadgeBucket, type BadgeRef } from '#lib/contexts.ts';
import type { BadgeTotal, ClearBadgeInput } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import { accessSandbox } from '#server/sandboxes/access.ts';
import { markRead } from '../read-state.ts';
import { unreadTotals } from './read.ts';

/**
 * What a badge counts is read, up to what had been said when it was asked: it is counted from the marks of reading, so those
 * move, as they do for who looks. Of an agent's badge all of its conversations, but for the muted ones, which aren't in it.
 */
export async function clearBadgeBucketForUser(
  app: AppContext,
  principal: UserPrincipal,
  { badgeBucket }: ClearBadgeInput,
): Promise<BadgeTotal> {
  const { userId } = principal;
  const ref = must(parseBadgeBucket(badgeBucket), 'a bucket, whose shape was checked');
  const counted = await countedIn(app, userId, ref);
  if (counted.length === 0) await refuseUnknown(app, principal, ref);
  for (const { conversationId, unseenId } of counted) {
    if (unseenId !== null) await markRead(app, principal, { conversationId, lastSeenMessageId: unseenId });
  }
  const totals = await unreadTotals(app.sql, [userId]);
  return { badgeCount: totals.get(userId) ?? 0 };
}

/** Each with its last message, unless that was read or isn't in the badge. */
function countedIn(
  { sql }: AppContext,
  userId: string,
  { sandboxId, conversationId }: BadgeRef,
): Promise<{ conversationId: string; unseenId: string | null }[]> {
  return sql`
    select c.id as "conversationId", last.id as "unseenId"
    from conversation_members m join conversations c on c.id = m.conversation_id
    left join messages last on last.conversation_id = c.id and last.id = c.last_message_id and last.seq > m.last_read_seq
      and (not m.muted or ${conversationId !== null})
    where m.member_id = ${userId} and m.left_at is null and c.sandbox_id = ${sandboxId}
      ${conversationId === null ? sql`` : sql`and c.id = ${conversationId}`}
    order by c.id`;
}

/** Nothing to count is no fault where they may look; all else is as unknown as what never was. */
async function refuseUnknown(app: AppContext, principal: UserPrincipal, ref: BadgeRef): Promise<void> {
  if (ref.conversationId !== null) throw notFound();
  await accessSandbox(app, principal, ref.sandboxId);
}
