'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { BackLink } from '#components/settings/back-link.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { PageBar } from '#components/ui/page.tsx';
import { RunningLine } from './running-line.tsx';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { sections } from './sections.ts';

/** The sections as a page, for phones. Where they stand beside the page anyway, the first one opens. */
export function AdminIndex() {
  const { replace } = useRouter();
  useEffect(() => {
    if (matchMedia('(min-width: 768px)').matches) replace(sections[0].href);
  }, [replace]);
  return (
    <div className="contents md:hidden">
      <PageBar title={adminText.frame.title} start={<BackLink href="/claw/chat" label={adminText.frame.back} />} />
      <nav aria-label={adminText.frame.title} className="flex-1 overflow-y-auto px-2 py-2">
        <SectionLinks sections={sections} />
        <div className="px-2 pt-4">
          <RunningLine />
        </div>
      </nav>
    </div>
  );
}
