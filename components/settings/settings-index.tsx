'use client';

import { SectionIndex } from '#components/shell/section-index.tsx';
import { pageText } from '#components/text/page-text.ts';
import { SectionList } from './section-list.tsx';
import { personalSections } from './sections.ts';

export function SettingsIndex() {
  return (
    <SectionIndex title={pageText.settings.title} first={personalSections[0].href}>
      <SectionList />
    </SectionIndex>
  );
}
