import type { Candidates } from '#lib/contract/chat.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { accessConversation } from '../access.ts';

/** As many are offered; whoever looks for another one types more of the name. */
const offeredMax = 20;

/** Who could be let in: the people of the agent's organization who aren't in it, by name and by nothing else. */
export async function listCandidates(
  app: AppContext,
  principal: UserPrincipal,
  { conversationId, search = '' }: { conversationId: string; search?: string | undefined },
): Promise<Candidates> {
  const { sql } = app;
  const { sandboxId } = await accessConversation(app, principal, conversationId);
  const people = await sql<Candidates['people']>`
    select u.id as "userId", u.name as "displayName"
    from sandboxes s
    join organization_members o on o.organization_id = s.organization_id
    join users u on u.id = o.user_id and u.disabled_at is null
    where s.id = ${sandboxId} ${search === '' ? sql`` : sql`and strpos(lower(u.name), lower(${search})) > 0`}
      and not exists (select from conversation_members m
        where m.conversation_id = ${conversationId} and m.member_id = u.id and m.left_at is null)
    order by lower(u.name), u.id limit ${offeredMax}`;
  return { people: [...people] };
}
