import { sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import { botIdOf } from '#lib/contract/ids.ts';
import type { Conversation } from '#lib/contract/chat.ts';
import type { AppContext } from '#server/app-context.ts';
import { conversationMembers, conversations } from '#server/db/schema/chat.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { notFound } from '#server/errors.ts';
import { accessSandbox } from '#server/sandboxes/access.ts';
import type { Participant } from '../access.ts';
import { conversationCreated } from '../events.ts';
import { readConversation } from './read.ts';

export interface NewConversation {
  sandboxId: string;
  title?: string | undefined;
}

/** A person begins a conversation with an agent that they may use; an agent begins one with its sandbox's owner. */
export async function createConversation(
  app: AppContext,
  principal: Participant,
  input: NewConversation,
): Promise<Conversation> {
  const sandbox = await accessSandbox(app, principal, input.sandboxId);
  const person = principal.kind === 'user' ? principal.userId : sandbox.ownerId;
  const createdBy = principal.kind === 'user' ? principal.userId : botIdOf(sandbox.id);
  const conversationId = await app.transaction(async (tx) => {
    await lockUsable(tx, sandbox.id, person);
    return insertConversation(tx, { sandboxId: sandbox.id, title: input.title ?? null, createdBy, person });
  });
  return readConversation(app, principal, conversationId);
}

/**
 * Looked at again behind the lock: one that begins to be destroyed in this moment must not get a conversation after its last, and
 * who leaves its organization in this moment none at all.
 */
async function lockUsable(tx: Transaction, sandboxId: string, userId: string): Promise<void> {
  const [sandbox] = await tx.db.execute<{ organizationId: string | null }>(sql`
    select organization_id as "organizationId" from sandboxes
    where id = ${sandboxId} and status not in ('destroying', 'destroyed') for no key update`);
  if (sandbox === undefined) throw notFound();
  if (sandbox.organizationId === null) return;
  const [member] = await tx.db.execute(sql`
    select from organization_members where organization_id = ${sandbox.organizationId} and user_id = ${userId}`);
  if (member === undefined) throw notFound();
}

export async function insertConversation(
  tx: Transaction,
  {
    sandboxId,
    title,
    createdBy,
    person,
  }: { sandboxId: string; title: string | null; createdBy: string; person: string },
): Promise<string> {
  const id = ulid();
  await tx.db.insert(conversations).values({ id, sandboxId, title, createdBy });
  await tx.db.insert(conversationMembers).values([
    { conversationId: id, memberId: person, kind: 'user' },
    { conversationId: id, memberId: botIdOf(sandboxId), kind: 'bot' },
  ]);
  await conversationCreated(tx, sandboxId, id);
  return id;
}
