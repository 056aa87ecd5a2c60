import type { Transaction } from '../db/transaction.ts';
import { provision } from '../sandboxes/provision.ts';
import { insertConversation } from './conversations/create.ts';

/** A new person finds an agent and a first conversation with it. What it says there, it says over the bot API. */
export async function welcome(tx: Transaction, { userId }: { userId: string }): Promise<void> {
  const { sandboxId } = await provision(tx, userId, { label: 'Guide', flag: 'G', runtime: 'builtin' });
  await insertConversation(tx, { sandboxId, title: 'Welcome', createdBy: userId, person: userId });
}

/** One more agent comes with a conversation as well. It has no title: what it will be about is not known. */
export function firstConversation(
  tx: Transaction,
  { sandboxId, userId }: { sandboxId: string; userId: string },
): Promise<string> {
  return insertConversation(tx, { sandboxId, title: null, createdBy: userId, person: userId });
}
