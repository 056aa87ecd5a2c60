import type { ReactNode } from 'react';
import { Facts } from '#components/ui/facts.tsx';

/** What is known of one thing, names at the left. */
export function About({ children }: { children: ReactNode }) {
  return (
    <div className="max-w-[720px]">
      <Facts>{children}</Facts>
    </div>
  );
}
