'use client';

import type { ReactNode } from 'react';
import { pageText } from '#components/text/page-text.ts';
import { Page, PageBar } from '#components/ui/page.tsx';
import { BackLink } from './back-link.tsx';
import { SignedOutLine } from './signed-out-line.tsx';

/** One section of the settings: its title in the bar, its content at the same left edge. On a phone the bar leads back. */
export function SettingsPage({ title, width = 'form', end, children }: SettingsPageProps) {
  return (
    <>
      <PageBar title={title} start={<BackLink href="/settings" label={pageText.settings.title} />} end={end} />
      <Page width={width}>
        <SignedOutLine />
        {children}
      </Page>
    </>
  );
}

interface SettingsPageProps {
  title: string;
  width?: 'form' | 'full';
  end?: ReactNode;
  children: ReactNode;
}
