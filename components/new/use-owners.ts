'use client';

import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { OwnOrganization } from '#lib/contract/organizations.ts';
import { useOwnOrganizations } from '#components/organization/organization-data.ts';

interface Owners {
  /** The organizations that one runs: without any there is nothing to choose. */
  owners: readonly OwnOrganization[];
  /** The chosen organization; null: oneself. */
  owner: string | null;
  choose(organizationId: string | null): void;
}

/** Whose a new agent can be. An organization's page leads here with its own in the address. */
export function useOwners(): Owners {
  const { data = [] } = useOwnOrganizations();
  const asked = useSearchParams().get('organization');
  const [chosen, choose] = useState<string | null | undefined>();
  const owners = data.filter(({ role }) => role !== 'member');
  const wanted = chosen === undefined ? asked : chosen;
  const owner = owners.find(({ organizationId }) => organizationId === wanted)?.organizationId ?? null;
  return { owners, owner, choose };
}
