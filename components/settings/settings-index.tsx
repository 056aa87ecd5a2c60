'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pageText } from '#components/text/page-text.ts';
import { PageBar } from '#components/ui/page.tsx';
import { BackLink } from './back-link.tsx';
import { SectionList } from './section-list.tsx';
import { personalSections } from './sections.ts';

/** The sections as a page, for phones. Where they stand beside the page anyway, the first one opens. */
export function SettingsIndex() {
  const { replace } = useRouter();
  useEffect(() => {
    if (matchMedia('(min-width: 768px)').matches) replace(personalSections[0].href);
  }, [replace]);
  return (
    <div className="contents md:hidden">
      <PageBar title={pageText.settings.title} start={<BackLink href="/claw/chat" label={pageText.settings.back} />} />
      <nav aria-label={pageText.settings.title} className="flex-1 overflow-y-auto px-2 py-2">
        <SectionList />
      </nav>
    </div>
  );
}
