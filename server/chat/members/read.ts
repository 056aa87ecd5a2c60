import type { Member } from '#lib/contract/chat.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { accessConversation, type Participant } from '../access.ts';

export async function listMembers(
  app: AppContext,
  principal: Participant,
  conversationId: string,
): Promise<{ members: Member[] }> {
  await accessConversation(app, principal, conversationId);
  return { members: await readMembers(app.sql, conversationId) };
}

/** Who is in a conversation now, in the order in which they came. */
export function readMembers(sql: Sql, conversationId: string): Promise<Member[]> {
  return selectMembers(sql, conversationId, sql`and m.left_at is null`);
}

/** Those of these who ever were in it: an event speaks also of somebody who has left since. */
export function readMembersEver(sql: Sql, conversationId: string, memberIds: string[]): Promise<Member[]> {
  return selectMembers(sql, conversationId, sql`and m.member_id = any(${memberIds})`);
}

async function selectMembers(sql: Sql, conversationId: string, which: ReturnType<Sql>): Promise<Member[]> {
  return sql<Member[]>`
    select m.member_id as id, m.kind, coalesce(u.name, s.label, '') as "displayName"
    from conversation_members m
    left join users u on m.kind = 'user' and u.id = m.member_id
    left join sandboxes s on m.kind = 'bot' and s.id = substr(m.member_id, length('bot:kiloclaw:') + 1)
    where m.conversation_id = ${conversationId} ${which}
    order by m.joined_at, m.member_id`;
}
