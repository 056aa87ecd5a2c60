import type { Metadata } from 'next';
import { OrganizationAudit } from '#components/organization/audit.tsx';
import { organizationText } from '#components/text/organization-text.ts';

export const metadata: Metadata = { title: organizationText.frame.audit };

export default function OrganizationAuditPage() {
  return <OrganizationAudit />;
}
