import type { DBSchema, IDBPDatabase } from 'idb';
import type { OutboxEntry } from '#lib/chat/outbox.ts';
import type { OutboxStorage } from '#lib/chat/outbox-sender.ts';

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { userId: string } };
}

/** The outbox in IndexedDB: one store for the browser, each entry under its person. The first paint doesn't wait for it. */
export function openOutboxStorage(): OutboxStorage {
  const opened = openDatabase();
  return {
    load: async (userId) => (await opened).getAllFromIndex('outbox', 'userId', userId),
    add: async (entry) => void (await (await opened).put('outbox', entry)),
    remove: async (clientId) => (await opened).delete('outbox', clientId),
    change: async (clientId, to) => changeEntry(await opened, clientId, to),
  };
}

async function openDatabase(): Promise<IDBPDatabase<OutboxSchema>> {
  const { openDB } = await import('idb');
  return openDB<OutboxSchema>('claw-chat', 1, {
    upgrade: (db) => void db.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('userId', 'userId'),
  });
}

/** Read and written in one transaction: an entry that another page has removed meanwhile stays removed. */
async function changeEntry(
  db: IDBPDatabase<OutboxSchema>,
  clientId: string,
  to: (entry: OutboxEntry) => OutboxEntry,
): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite');
  const known = await tx.store.get(clientId);
  if (known !== undefined) await tx.store.put(to(known));
  await tx.done;
}
