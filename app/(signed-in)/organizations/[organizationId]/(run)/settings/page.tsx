import type { Metadata } from 'next';
import { OrganizationSettings } from '#components/organization/organization-settings.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.frame.settings };

export default function OrganizationSettingsPage() {
  return <OrganizationSettings />;
}
