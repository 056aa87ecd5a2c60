import type { Transaction } from '../db/transaction.ts';
import { provisionBuiltin } from '../sandboxes/provision.ts';
import { insertConversation } from './conversations/create.ts';

/** A new person finds an agent and a first conversation with it. What it says there, it says over the bot API. */
export async function welcome(tx: Transaction, { userId }: { userId: string }): Promise<void> {
  const { sandboxId } = await provisionBuiltin(tx, userId);
  await insertConversation(tx, { sandboxId, title: 'Welcome', createdBy: userId, person: userId });
}
