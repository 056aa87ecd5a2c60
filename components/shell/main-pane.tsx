import type { ReactNode } from 'react';

/** The main part of a page in the shell: a bar, what it is about, perhaps a dock. */
export function MainPane({ children }: { children: ReactNode }) {
  return <main className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-paper">{children}</main>;
}
