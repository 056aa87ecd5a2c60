'use client';

import type { ReactNode } from 'react';
import type { Organization } from '#lib/contract/organizations.ts';
import { useRecovery } from '#components/realtime/use-recovery.ts';
import { BackLink } from '#components/settings/back-link.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { OrganizationContext } from './organization-context.ts';
import { useOrganization } from './organization-data.ts';
import { sectionsOf } from './sections.ts';

/** An organization's sections beside the page; on a phone they are a page of their own. */
export function OrganizationFrame({ known, children }: { known: Organization; children: ReactNode }) {
  useRecovery();
  const organization = useOrganization(known);
  const { organizationId, name, role } = organization;
  return (
    <OrganizationContext value={organization}>
      <div className="grid h-dvh overflow-hidden md:grid-cols-[var(--w-sidebar)_minmax(0,1fr)]">
        <nav
          aria-label={organizationText.frame.sections}
          className="flex min-h-0 flex-col border-e border-line bg-desk pl-[env(safe-area-inset-left)] max-md:hidden"
        >
          <div className="flex h-(--h-head) flex-none items-center gap-2 px-2">
            <BackLink href="/claw/chat" label={organizationText.frame.back} />
            <span className="min-w-0 truncate type-place">{name}</span>
          </div>
          <div className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
            <SectionLinks sections={sectionsOf(organizationId)} />
          </div>
          {role === null && (
            <p className="flex-none border-t border-line px-4 py-2.5 type-caption text-ink-3">
              {organizationText.operator}
            </p>
          )}
        </nav>
        <main className="relative flex min-h-0 min-w-0 flex-col bg-paper">{children}</main>
      </div>
    </OrganizationContext>
  );
}
