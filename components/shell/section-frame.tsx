'use client';

import type { ReactNode } from 'react';
import { useRecovery } from '#components/realtime/use-recovery.ts';
import { BackLink } from '#components/settings/back-link.tsx';
import { text } from '#components/text/text.ts';

/** Sections beside the page that is open; on a phone they are a page of their own. */
export function SectionFrame({ title, sections, foot, children }: SectionFrameProps) {
  useRecovery();
  return (
    <div className="grid h-full overflow-hidden md:grid-cols-[var(--w-sidebar)_minmax(0,1fr)]">
      <nav
        aria-label={title}
        className="flex min-h-0 flex-col border-e border-line bg-desk pl-[env(safe-area-inset-left)] max-md:hidden"
      >
        <div className="flex h-(--h-head) flex-none items-center gap-2 px-2">
          <BackLink href="/claw/chat" label={text.shell.backToConversations} />
          <span className="min-w-0 truncate type-place">{title}</span>
        </div>
        <div className="flex-1 overflow-y-auto px-2 pt-1 pb-2">{sections}</div>
        {foot !== undefined && <div className="flex-none border-t border-line px-4 py-2.5">{foot}</div>}
      </nav>
      <main className="relative flex min-h-0 min-w-0 flex-col bg-paper">{children}</main>
    </div>
  );
}

interface SectionFrameProps {
  title: string;
  sections: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}
