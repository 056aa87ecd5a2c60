'use client';

import type { ReactNode } from 'react';
import { SectionFrame } from '#components/shell/section-frame.tsx';
import { pageText } from '#components/text/page-text.ts';
import { SectionList } from './section-list.tsx';

export function SettingsFrame({ children }: { children: ReactNode }) {
  return (
    <SectionFrame title={pageText.settings.title} sections={<SectionList />}>
      {children}
    </SectionFrame>
  );
}
