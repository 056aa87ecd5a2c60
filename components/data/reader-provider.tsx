'use client';

import type { ReactNode } from 'react';
import { createContext, use } from 'react';
import type { Account } from '#lib/contract/accounts.ts';
import { must } from '#lib/std/must.ts';

const ReaderContext = createContext<Account | null>(null);

/** Whose page this is. Everything kept in the browser is kept under this person. */
export function ReaderProvider({ account, children }: { account: Account; children: ReactNode }) {
  return <ReaderContext value={account}>{children}</ReaderContext>;
}

export function useReader(): Account {
  return must(use(ReaderContext), 'a page inside the signed-in layout');
}
