'use client';

import type { ReactNode } from 'react';
import { useRecovery } from '#components/realtime/use-recovery.ts';
import { pageText } from '#components/text/page-text.ts';
import { BackLink } from './back-link.tsx';
import { SectionList } from './section-list.tsx';

/** The sections beside the page; on a phone they are a page of their own. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  useRecovery();
  return (
    <div className="grid h-full overflow-hidden md:grid-cols-[var(--w-sidebar)_minmax(0,1fr)]">
      <nav
        aria-label={pageText.settings.title}
        className="flex min-h-0 flex-col border-e border-line bg-desk pl-[env(safe-area-inset-left)] max-md:hidden"
      >
        <div className="flex h-(--h-head) flex-none items-center gap-2 px-2">
          <BackLink href="/claw/chat" label={pageText.settings.back} />
          <span className="type-place">{pageText.settings.title}</span>
        </div>
        <div className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
          <SectionList />
        </div>
      </nav>
      <main className="relative flex min-h-0 min-w-0 flex-col bg-paper">{children}</main>
    </div>
  );
}
