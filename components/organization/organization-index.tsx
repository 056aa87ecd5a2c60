'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { organizationPath } from '#lib/chat/organization-addresses.ts';
import { BackLink } from '#components/settings/back-link.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { PageBar } from '#components/ui/page.tsx';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { useThisOrganization } from './organization-context.ts';
import { sectionsOf } from './sections.ts';

/** The sections as a page, for phones. Where they stand beside the page anyway, the first one opens. */
export function OrganizationIndex() {
  const { organizationId, name } = useThisOrganization();
  const { replace } = useRouter();
  useEffect(() => {
    if (matchMedia('(min-width: 768px)').matches) replace(organizationPath(organizationId, 'overview'));
  }, [replace, organizationId]);
  return (
    <div className="contents md:hidden">
      <PageBar title={name} start={<BackLink href="/claw/chat" label={organizationText.frame.back} />} />
      <nav aria-label={organizationText.frame.sections} className="flex-1 overflow-y-auto px-2 py-2">
        <SectionLinks sections={sectionsOf(organizationId)} />
      </nav>
    </div>
  );
}
