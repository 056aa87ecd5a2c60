'use client';

import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** A list whose rows can go: the focus that went with a row comes to the list, and not to the top of the page. */
export function FocusHome({ count, children }: { count: number; children: ReactNode }) {
  const home = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current && document.activeElement === document.body) home.current?.focus();
    before.current = count;
  }, [count]);
  return (
    <div ref={home} tabIndex={-1} className="outline-none">
      {children}
    </div>
  );
}
