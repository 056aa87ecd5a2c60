import type { DBSchema } from 'idb';
import { openDB } from 'idb';
import type { Account } from '#lib/contract/accounts.ts';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ConversationSeed } from '#components/conversation/seed.ts';

/**
 * What the pages show without a network: what the server told, in the contract's own shapes, so that a page that is opened
 * from it begins as one that the server has rendered.
 */
export interface Kept {
  account: Account;
  sandboxes: readonly Sandbox[];
  conversations: readonly ConversationItem[];
  /** The last ones that were open, with their newest messages. */
  opened: readonly ConversationSeed[];
}

/** Raised whenever one of these shapes changes: what was kept in an older one is dropped, and comes again with the network. */
const version = 1;

interface KeptSchema extends DBSchema {
  kept: { key: string; value: Kept };
}

const opened = () =>
  openDB<KeptSchema>('claw-chat-kept', version, {
    upgrade(db) {
      for (const name of db.objectStoreNames) db.deleteObjectStore(name);
      db.createObjectStore('kept');
    },
  });

/** One record: half of it, or a mixture of two persons', can't be read. */
export async function keep(kept: Kept): Promise<void> {
  const db = await opened();
  await db.put('kept', kept, kept.account.id);
  db.close();
}

export async function readKept(userId: string): Promise<Kept | null> {
  const db = await opened();
  const kept = await db.get('kept', userId);
  db.close();
  return kept ?? null;
}

/** Everybody's: who signs out of a browser leaves nothing in it to be read. */
export async function wipeKept(): Promise<void> {
  const db = await opened();
  await db.clear('kept');
  db.close();
}
