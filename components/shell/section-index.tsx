'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { BackLink } from '#components/settings/back-link.tsx';
import { text } from '#components/text/text.ts';
import { PageBar } from '#components/ui/page.tsx';

/** The sections as a page, for phones. Where they stand beside the page anyway, the first one opens. */
export function SectionIndex({ title, first, children }: { title: string; first: string; children: ReactNode }) {
  const { replace } = useRouter();
  useEffect(() => {
    if (matchMedia('(min-width: 768px)').matches) replace(first);
  }, [replace, first]);
  return (
    <div className="contents md:hidden">
      <PageBar title={title} start={<BackLink href="/claw/chat" label={text.shell.backToConversations} />} />
      <nav aria-label={title} className="flex-1 overflow-y-auto px-2 py-2">
        {children}
      </nav>
    </div>
  );
}
