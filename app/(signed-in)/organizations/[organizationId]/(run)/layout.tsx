import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { OrganizationFrame } from '#components/organization/organization-frame.tsx';
import { nullIfUnknown, serverCaller } from '#server/trpc/caller.ts';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ organizationId: string }>;
}

/** Whoever doesn't run it sees what every unknown address shows. */
export default async function OrganizationLayout({ children, params }: LayoutProps) {
  const { organizationId } = await params;
  const caller = await serverCaller();
  const organization = await caller.organizations.get({ organizationId }).catch(nullIfUnknown);
  if (organization === null || organization.role === 'member') notFound();
  return <OrganizationFrame known={organization}>{children}</OrganizationFrame>;
}
