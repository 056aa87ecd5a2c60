import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { notFound } from '../errors.ts';

/** Those who can be in a conversation. */
export type Participant = UserPrincipal | BotPrincipal;

export interface ConversationRow {
  id: string;
  sandboxId: string;
  head: number;
  lastReadSeq: number;
}

/** The conversation that this principal is a member of now. Unknown, foreign and left ones look the same. */
export async function accessConversation(
  app: AppContext,
  principal: Participant,
  conversationId: string,
): Promise<ConversationRow> {
  const row = await findConversation(app, principal, conversationId);
  if (row === null) throw notFound();
  return row;
}

async function findConversation(
  app: AppContext,
  principal: Participant,
  conversationId: string,
): Promise<ConversationRow | null> {
  const [row] = await app.sql<ConversationRow[]>`
    select c.id, c.sandbox_id as "sandboxId", c.seq as head, m.last_read_seq as "lastReadSeq"
    from conversation_members m join conversations c on c.id = m.conversation_id
    where m.conversation_id = ${conversationId} and m.member_id = ${memberIdOf(principal)} and m.left_at is null`;
  return row ?? null;
}

/** Of these conversations, the ones that this principal is a member of now, each with its sandbox. */
export async function conversationsOfMember(
  app: AppContext,
  principal: Participant,
  conversationIds: string[],
): Promise<Map<string, string>> {
  const rows = await app.sql<{ id: string; sandboxId: string }[]>`
    select c.id, c.sandbox_id as "sandboxId" from conversation_members m join conversations c on c.id = m.conversation_id
    where m.member_id = ${memberIdOf(principal)} and m.left_at is null and m.conversation_id = any(${conversationIds})`;
  return new Map(rows.map((row) => [row.id, row.sandboxId]));
}
