import type { QueryClient } from '@tanstack/react-query';
import type { Account } from '#lib/contract/accounts.ts';
import { keepCache } from './keep-cache.ts';

export function startKeeping(client: QueryClient, account: Account): () => void {
  void registerWorker();
  return keepCache(client, account);
}

/** Browsers allow it on https and on this very machine. Development builds every page anew, which a worker would hide. */
async function registerWorker(): Promise<void> {
  // oxlint-disable-next-line eslint/no-restricted-properties -- the build writes this one word in; no setting decides it
  if (!('serviceWorker' in navigator) || process.env.NODE_ENV === 'development') return;
  await navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
