import type { QueryClient } from '@tanstack/react-query';
import type { Account } from '#lib/contract/accounts.ts';
import { listKey } from '#components/data/conversation-list.ts';
import { sandboxesKey } from '#components/data/sandboxes.ts';
import { keepFor, keptFor } from './kept-reader.ts';
import { keep, readKept, type Kept } from './kept-store.ts';
import { whatToKeep } from './what-to-keep.ts';

/** A lively conversation changes many times a second. What is kept may be a few seconds old. */
const restMs = 3_000;

/** Keeps what the pages know, until the answer is called. */
export function keepCache(client: QueryClient, account: Account): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before: Promise<Kept | null> = readKept(account.id);
  keepFor(account.id);

  function save() {
    clearTimeout(timer);
    timer = undefined;
    // Signed out meanwhile, here or in another tab: then nothing is kept any more.
    if (keptFor() !== account.id) return;
    before = before.then(async (last) => {
      const now = whatToKeep(client, account, last);
      if (keptFor() === account.id) await keep(now);
      return now;
    });
    // A browser that refuses to keep anything (no room, no permission) shows less without a network, and nothing else.
    before = before.catch(() => null);
  }
  const stop = client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && isKept(query.queryKey)) timer ??= setTimeout(save, restMs);
  });
  // Whoever closes the page keeps what they saw last.
  const saveBefore = () => document.visibilityState === 'hidden' && timer !== undefined && save();
  document.addEventListener('visibilitychange', saveBefore);
  save();
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', saveBefore);
  };
}

function isKept([name]: readonly unknown[]): boolean {
  return name === 'log' || name === 'conversation' || name === listKey[0] || name === sandboxesKey[0];
}
