'use client';

import { SectionIndex } from '#components/shell/section-index.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { RunningLine } from './running-line.tsx';
import { sections } from './sections.ts';

export function AdminIndex() {
  return (
    <SectionIndex title={adminText.frame.title} first={sections[0].href}>
      <SectionLinks sections={sections} />
      <div className="px-2 pt-4">
        <RunningLine />
      </div>
    </SectionIndex>
  );
}
