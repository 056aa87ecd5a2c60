import type { AppContext } from '#server/app-context.ts';

/** What a caller could have written. What the product writes by itself, deliveries and times of use, is left out. */
export async function rowCounts(app: AppContext): Promise<unknown> {
  const [counts] = await app.sql`select
    (select count(*) from users) as users, (select count(*) from sessions where revoked_at is null) as sessions,
    (select count(*) from api_keys where revoked_at is null) as keys, (select count(*) from password_links) as links,
    (select count(*) from sandboxes) as sandboxes, (select count(*) from conversations) as conversations,
    (select count(*) from conversation_members) as members, (select count(*) from messages) as messages,
    (select count(*) from connect_tickets) as tickets, (select count(*) from revocations) as revocations,
    (select count(*) from users where disabled_at is null) as enabled,
    (select sum(last_read_seq) from conversation_members) as read,
    (select sum(version) from messages) as versions, (select sum(seq) from conversations) as events,
    (select count(*) from attachments) as attachments, (select count(*) from message_reactions) as reactions, (select count(*) from operations) as operations,
    (select count(*) from conversation_members where left_at is null) as present,
    (select count(*) from conversations where title_seq > 0) as renamed,
    (select count(*) from action_resolutions where reverted_at is null) as decisions,
    (select count(*) from sandbox_approvers) as approvers,
    (select settings_version from instance) as settings`;
  return counts;
}
