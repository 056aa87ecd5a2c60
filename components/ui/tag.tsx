import type { ReactNode } from 'react';

/** A word about the thing beside it: "this one", "operator". */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block rounded-flag border border-line px-1 type-caption whitespace-nowrap text-ink-2">
      {children}
    </span>
  );
}
