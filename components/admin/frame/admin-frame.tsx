'use client';

import type { ReactNode } from 'react';
import type { Running } from '#lib/contract/admin/overview.ts';
import { useRecovery } from '#components/realtime/use-recovery.ts';
import { BackLink } from '#components/settings/back-link.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { RunningContext } from './running-context.ts';
import { RunningLine } from './running-line.tsx';
import { sections } from './sections.ts';
import { SectionLinks } from '#components/ui/section-links.tsx';

/** The operator's sections beside the page; on a phone they are a page of their own. */
export function AdminFrame({ running, children }: { running: Running; children: ReactNode }) {
  useRecovery();
  return (
    <RunningContext value={running}>
      <div className="grid h-full overflow-hidden md:grid-cols-[var(--w-sidebar)_minmax(0,1fr)]">
        <nav
          aria-label={adminText.frame.title}
          className="flex min-h-0 flex-col border-e border-line bg-desk pl-[env(safe-area-inset-left)] max-md:hidden"
        >
          <div className="flex h-(--h-head) flex-none items-center gap-2 px-2">
            <BackLink href="/claw/chat" label={adminText.frame.back} />
            <span className="type-place">{adminText.frame.title}</span>
          </div>
          <div className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
            <SectionLinks sections={sections} />
          </div>
          <div className="flex-none border-t border-line px-4 py-2.5">
            <RunningLine />
          </div>
        </nav>
        <main className="relative flex min-h-0 min-w-0 flex-col bg-paper">{children}</main>
      </div>
    </RunningContext>
  );
}
