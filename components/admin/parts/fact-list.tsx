import type { ReactNode } from 'react';

/** What is known of one thing: names at the left, what they are beside them. */
export function FactList({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2 [&>dd]:min-w-0 [&>dd]:wrap-anywhere [&>dt]:text-ink-3">
      {children}
    </dl>
  );
}
