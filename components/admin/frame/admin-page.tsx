'use client';

import type { ReactNode } from 'react';
import { BackLink } from '#components/settings/back-link.tsx';
import { SignedOutLine } from '#components/settings/signed-out-line.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { Page, PageBar } from '#components/ui/page.tsx';

/**
 * One of the operator's pages: its title in the bar, its content at the same left edge. `up` is the list that it came from,
 * which a page about one thing leads back to at every width; a section leads a phone back to the sections.
 */
export function AdminPage({ title, width = 'full', up, end, children }: AdminPageProps) {
  const back = up ?? { href: '/admin', name: adminText.frame.title };
  return (
    <>
      <PageBar
        title={title}
        isStartAlways={up !== undefined}
        start={<BackLink href={back.href} label={back.name} className={up === undefined ? '' : 'md:-ml-2'} />}
        end={end}
      />
      <Page width={width}>
        <SignedOutLine />
        {children}
      </Page>
    </>
  );
}

interface AdminPageProps {
  title: ReactNode;
  width?: 'form' | 'overview' | 'full';
  up?: { href: string; name: string };
  end?: ReactNode;
  children: ReactNode;
}
