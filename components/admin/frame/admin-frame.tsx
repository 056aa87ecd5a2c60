'use client';

import type { ReactNode } from 'react';
import type { Running } from '#lib/contract/admin/overview.ts';
import { SectionFrame } from '#components/shell/section-frame.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { RunningContext } from './running-context.ts';
import { RunningLine } from './running-line.tsx';
import { sections } from './sections.ts';

export function AdminFrame({ running, children }: { running: Running; children: ReactNode }) {
  return (
    <RunningContext value={running}>
      <SectionFrame
        title={adminText.frame.title}
        sections={<SectionLinks sections={sections} />}
        foot={<RunningLine />}
      >
        {children}
      </SectionFrame>
    </RunningContext>
  );
}
