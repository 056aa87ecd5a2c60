'use client';

import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** What came of a form, in its place. The focus goes to it, so that it is read; where it is the page itself, that is read anyhow. */
export function DoorNote({ title, link, isPage = false, children }: DoorNoteProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isPage) heading.current?.focus();
  }, [isPage]);
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

interface DoorNoteProps {
  title: string;
  link: ReactNode;
  isPage?: boolean;
  children: ReactNode;
}
