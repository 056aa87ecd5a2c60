'use client';

import { AuditLog } from '#components/admin/audit/audit-log.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { useThisOrganization } from './organization-context.ts';
import { readOrganizationAudit } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

export function OrganizationAudit() {
  const { organizationId } = useThisOrganization();
  return (
    <OrganizationPage title={organizationText.frame.audit}>
      <p className="mb-4 max-w-[60ch] text-ink-2">{organizationText.audit.lede}</p>
      <AuditLog
        name={`audit of ${organizationId}`}
        ask={(asked) => readOrganizationAudit({ ...asked, organizationId })}
      />
    </OrganizationPage>
  );
}
