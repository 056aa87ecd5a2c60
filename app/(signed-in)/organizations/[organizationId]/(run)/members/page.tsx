import type { Metadata } from 'next';
import { OrganizationMembers } from '#components/organization/members.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.frame.members };

export default function OrganizationMembersPage() {
  return <OrganizationMembers />;
}
