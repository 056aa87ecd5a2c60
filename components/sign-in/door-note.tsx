'use client';

import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** What came of a form, in its place. The focus goes to it, so that it is read. */
export function DoorNote({ title, link, children }: { title: string; link: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="type-display outline-none">
        {title}
      </h1>
      <p className="mt-1 max-w-[336px] text-ink-2 wrap-anywhere max-md:max-w-none">{children}</p>
      <p className="mt-6">{link}</p>
    </>
  );
}
