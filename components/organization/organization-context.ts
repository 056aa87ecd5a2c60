'use client';

import { createContext, use } from 'react';
import type { Organization } from '#lib/contract/organizations.ts';
import { must } from '#lib/std/must.ts';

export const OrganizationContext = createContext<Organization | null>(null);

/** The one that the page is about, and what its reader is in it. */
export function useThisOrganization(): Organization & { mayOwn: boolean } {
  const organization = must(use(OrganizationContext), 'an organization around this page');
  return { ...organization, mayOwn: organization.role === 'owner' || organization.role === null };
}
