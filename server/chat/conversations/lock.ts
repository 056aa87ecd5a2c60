import { sql } from 'drizzle-orm';
import type { ConversationRef } from '#lib/contexts.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';

export interface LockedConversation {
  ref: ConversationRef;
  title: string | null;
  createdBy: string;
  ownerId: string | null;
  organizationId: string | null;
  /** Those of now: read after the locks, so that nobody comes or goes until the commit. */
  members: { id: string; kind: 'user' | 'bot' }[];
}

/**
 * For changes that both logs are told of, the conversation's and its sandbox's: locks the two in the order that everybody
 * keeps, and lets nobody through who isn't a member then. Three statements.
 */
export async function lockConversation(
  tx: Transaction,
  principal: Participant,
  conversationId: string,
): Promise<LockedConversation> {
  const [conversation] = await tx.db.execute<{ sandboxId: string; title: string | null; createdBy: string }>(sql`
    select sandbox_id as "sandboxId", title, created_by as "createdBy" from conversations
    where id = ${conversationId} for no key update`);
  if (conversation === undefined) throw notFound();
  const { sandboxId, title, createdBy } = conversation;
  const [sandbox] = await tx.db.execute<{ ownerId: string; organizationId: string | null }>(sql`
    select owner_id as "ownerId", organization_id as "organizationId" from sandboxes
    where id = ${sandboxId} for no key update`);
  const members = await tx.db.execute<{ id: string; kind: 'user' | 'bot' }>(sql`
    select member_id as id, kind from conversation_members
    where conversation_id = ${conversationId} and left_at is null`);
  if (!members.some(({ id }) => id === memberIdOf(principal))) throw notFound();
  const ref: ConversationRef = { kind: 'conversation', sandboxId, conversationId };
  const { ownerId = null, organizationId = null } = sandbox ?? {};
  return { ref, title, createdBy, ownerId, organizationId, members };
}
