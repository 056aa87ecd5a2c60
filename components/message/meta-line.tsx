import type { ReactNode } from 'react';

/** One line of small print under a message: how it is doing, and what can be done about it. */
export function MetaLine({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 [&_button]:ml-1 type-caption text-ink-3">
      {icon}
      {children}
    </p>
  );
}

export const metaIcon = { 'aria-hidden': true, className: 'size-3.5', strokeWidth: 2 } as const;
