import type { Metadata } from 'next';
import { Organizations } from '#components/admin/organizations/organizations.tsx';
import { adminText } from '#components/text/admin-text.ts';

export const metadata: Metadata = { title: adminText.sections.organizations };

export default function OrganizationsPage() {
  return <Organizations />;
}
