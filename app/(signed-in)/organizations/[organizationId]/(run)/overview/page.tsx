import type { Metadata } from 'next';
import { OrganizationOverview } from '#components/organization/overview.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.frame.overview };

export default function OrganizationOverviewPage() {
  return <OrganizationOverview />;
}
