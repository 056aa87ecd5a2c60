import type { AppContext } from '#server/app-context.ts';

/** What those are called who ever were in a conversation; whose account is gone has no name any more. */
export type Names = (memberId: string) => string;

export async function namesIn({ sql }: AppContext, conversationId: string): Promise<Names> {
  const rows = await sql<{ id: string; name: string | null }[]>`
    select m.member_id as id, coalesce(u.name, s.label) as name from conversation_members m
    left join users u on m.kind = 'user' and u.id = m.member_id
    left join sandboxes s on m.kind = 'bot' and m.member_id = 'bot:kiloclaw:' || s.id
    where m.conversation_id = ${conversationId}`;
  const known = new Map(rows.map(({ id, name }) => [id, name]));
  return (memberId) => known.get(memberId) ?? 'Somebody who has left';
}
