'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuditPage } from '#lib/contract/audit.ts';
import type { Organization, OrganizationRole } from '#lib/contract/organizations.ts';
import type { AuditAsked } from '#components/admin/audit/audit-log.tsx';
import { trpcClient } from '#components/data/trpc.ts';

const ownKey = ['organizations'];
const key = (organizationId: string, ...about: unknown[]) => ['organization', organizationId, ...about];
const { organizations, sandboxes } = trpcClient;

/** Those that one is in. Nothing tells of being let into another one, so it is asked for whenever it is looked at. */
export function useOwnOrganizations() {
  return useQuery({
    queryKey: ownKey,
    queryFn: async () => (await organizations.mine.query()).organizations,
    staleTime: 0,
  });
}

export function useMakeOrganization() {
  const client = useQueryClient();
  return async (name: string) => {
    await organizations.create.mutate({ name });
    await client.invalidateQueries({ queryKey: ownKey });
  };
}

export function useLeaveOrganization() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (organizationId: string) => organizations.leave.mutate({ organizationId }),
    onSuccess: () => client.invalidateQueries({ queryKey: ownKey }),
  });
}

export function useOrganization(initial: Organization) {
  const { organizationId } = initial;
  const { data } = useQuery({
    queryKey: key(organizationId),
    queryFn: () => organizations.get.query({ organizationId }),
    initialData: initial,
  });
  return data;
}

/** The answer is how it stands now. */
export function useChangeOrganization(organizationId: string) {
  const client = useQueryClient();
  const put = (organization: Organization) => client.setQueryData(key(organizationId), organization);
  return {
    rename: async (name: string) => put(await organizations.rename.mutate({ organizationId, name })),
    setRetention: async (messageDays: number | null) =>
      put(await organizations.setRetention.mutate({ organizationId, messageDays })),
    remove: async (name: string) => {
      await organizations.delete.mutate({ organizationId, name });
    },
  };
}

export function useUsage(organizationId: string) {
  return useQuery({
    queryKey: key(organizationId, 'usage'),
    queryFn: () => organizations.usage.query({ organizationId }),
    staleTime: 0,
  });
}

const membersKey = (organizationId: string) => key(organizationId, 'members');

export function useOrganizationMembers(
  organizationId: string,
  { search = '', cursor = null, limit }: { search?: string; cursor?: string | null; limit?: number } = {},
) {
  const asked = { ...(search !== '' && { search }), ...(cursor !== null && { cursor }), ...(limit && { limit }) };
  return useQuery({
    queryKey: [...membersKey(organizationId), asked],
    queryFn: () => organizations.members.query({ organizationId, ...asked }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Of one member. Handing over changes the reader's own role, and with it what the pages offer. */
export function useMemberActs(organizationId: string, userId: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: key(organizationId) });
  const place = { organizationId, userId };
  return {
    setRole: useMutation({
      mutationFn: (role: OrganizationRole) => organizations.setRole.mutate({ ...place, role }),
      onSuccess,
    }),
    handOver: useMutation({ mutationFn: () => organizations.handOver.mutate(place), onSuccess }),
    remove: useMutation({ mutationFn: () => organizations.removeMember.mutate(place), onSuccess }),
  };
}

export function useOrganizationAgents(organizationId: string) {
  return useQuery({
    queryKey: key(organizationId, 'agents'),
    queryFn: async () => (await sandboxes.ofOrganization.query({ organizationId })).agents,
    staleTime: 0,
  });
}

export function useSetApprovers(organizationId: string, sandboxId: string) {
  const client = useQueryClient();
  return async (userIds: string[]) => {
    await sandboxes.setApprovers.mutate({ sandboxId, userIds });
    await client.invalidateQueries({ queryKey: key(organizationId, 'agents') });
  };
}

export function readOrganizationAudit(asked: AuditAsked & { organizationId: string }): Promise<AuditPage> {
  return organizations.audit.query(asked);
}
