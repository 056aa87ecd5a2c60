import Link from 'next/link';
import type { ReactNode } from 'react';

/** What a row is about: its name is the way to its page. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="touch-room rounded-flag type-label decoration-1 underline-offset-3 group-hover/row:underline"
    >
      {children}
    </Link>
  );
}
