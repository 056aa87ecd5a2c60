'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Invitation } from '#lib/contract/organizations.ts';
import { trpcClient } from '#components/data/trpc.ts';

const keyOf = (organizationId: string) => ['invitations', organizationId];

/** Nothing tells the page when one is used, so it asks whenever it is opened. */
export function useInvitations(organizationId: string) {
  return useQuery({
    queryKey: keyOf(organizationId),
    queryFn: async () => (await trpcClient.invitations.list.query({ organizationId })).invitations,
    staleTime: 0,
  });
}

export function useInvite(organizationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { role: Invitation['role']; email?: string }) =>
      trpcClient.invitations.create.mutate({ organizationId, ...input }),
    // The link is nobody's to remember.
    onSuccess: ({ invitation }) =>
      client.setQueryData<readonly Invitation[]>(keyOf(organizationId), (known) => known && [invitation, ...known]),
  });
}

export function useRevokeInvitation(organizationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invitationId: string) => trpcClient.invitations.revoke.mutate({ organizationId, invitationId }),
    onSuccess: (_done, id) =>
      client.setQueryData<readonly Invitation[]>(keyOf(organizationId), (known) =>
        known?.filter((one) => one.id !== id),
      ),
  });
}
