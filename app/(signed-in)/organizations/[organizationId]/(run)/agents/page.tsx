import type { Metadata } from 'next';
import { OrganizationAgents } from '#components/organization/agents.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.frame.agents };

export default function OrganizationAgentsPage() {
  return <OrganizationAgents />;
}
