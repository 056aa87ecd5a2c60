'use client';

import type { ReactNode } from 'react';
import type { Organization } from '#lib/contract/organizations.ts';
import { SectionFrame } from '#components/shell/section-frame.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { OrganizationContext } from './organization-context.ts';
import { useOrganization } from './organization-data.ts';
import { sectionsOf } from './sections.ts';

export function OrganizationFrame({ known, children }: { known: Organization; children: ReactNode }) {
  const organization = useOrganization(known);
  const { organizationId, name, role } = organization;
  const isOperators = role === null;
  return (
    <OrganizationContext value={organization}>
      <SectionFrame
        title={name}
        sections={<SectionLinks sections={sectionsOf(organizationId)} />}
        {...(isOperators && {
          foot: <p className="type-caption text-ink-3">{organizationText.operator}</p>,
        })}
      >
        {children}
      </SectionFrame>
    </OrganizationContext>
  );
}
