'use client';

import { organizationPath } from '#lib/chat/organization-addresses.ts';
import { SectionIndex } from '#components/shell/section-index.tsx';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { useThisOrganization } from './organization-context.ts';
import { sectionsOf } from './sections.ts';

export function OrganizationIndex() {
  const { organizationId, name } = useThisOrganization();
  return (
    <SectionIndex title={name} first={organizationPath(organizationId, 'overview')}>
      <SectionLinks sections={sectionsOf(organizationId)} />
    </SectionIndex>
  );
}
