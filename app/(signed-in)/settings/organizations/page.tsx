import type { Metadata } from 'next';
import { OwnOrganizations } from '#components/organization/own-organizations.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.mine };

export default function OrganizationsPage() {
  return <OwnOrganizations />;
}
