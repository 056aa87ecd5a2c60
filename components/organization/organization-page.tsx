'use client';

import type { ReactNode } from 'react';
import { organizationPath } from '#lib/chat/organization-addresses.ts';
import { BackLink } from '#components/settings/back-link.tsx';
import { SignedOutLine } from '#components/settings/signed-out-line.tsx';
import { Page, PageBar } from '#components/ui/page.tsx';
import { useThisOrganization } from './organization-context.ts';

/** One of an organization's pages: its title in the bar, its content at the same left edge. On a phone the bar leads back. */
export function OrganizationPage({ title, width = 'full', end, children }: OrganizationPageProps) {
  const { organizationId, name } = useThisOrganization();
  return (
    <>
      <PageBar title={title} start={<BackLink href={organizationPath(organizationId)} label={name} />} end={end} />
      <Page width={width}>
        <SignedOutLine />
        {children}
      </Page>
    </>
  );
}

interface OrganizationPageProps {
  title: string;
  width?: 'form' | 'overview' | 'full';
  end?: ReactNode;
  children: ReactNode;
}
