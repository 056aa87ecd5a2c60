'use client';

import type { InfiniteData } from '@tanstack/react-query';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PeoplePage, Person, Session } from '#lib/contract/accounts.ts';
import { trpcClient } from '#components/data/trpc.ts';

const peopleKey = ['people'];
const sessionsKey = (userId: string) => ['people-sessions', userId];

/** Nothing tells an operator's page what happens elsewhere, so it asks whenever it is opened. */
export function usePeople(search: string) {
  return useInfiniteQuery({
    queryKey: [...peopleKey, search],
    queryFn: ({ pageParam }) =>
      trpcClient.admin.people.query({
        ...(search !== '' && { search }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useAddPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (person: { name: string; email: string }) => trpcClient.admin.addPerson.mutate(person),
    onSuccess: () => client.invalidateQueries({ queryKey: peopleKey }),
  });
}

export function usePasswordLink() {
  return useMutation({ mutationFn: (userId: string) => trpcClient.admin.passwordLink.mutate({ userId }) });
}

/** Disabling ends every session too, so their list is asked for again. */
export function useDisablement(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (toDisabled: boolean) =>
      toDisabled ? trpcClient.admin.disable.mutate({ userId }) : trpcClient.admin.enable.mutate({ userId }),
    onSuccess: (_done, toDisabled) => {
      const disabledAt = toDisabled ? Date.now() : null;
      client.setQueriesData<InfiniteData<PeoplePage>>({ queryKey: peopleKey }, (known) =>
        changePerson(known, userId, (person) => ({ ...person, disabledAt })),
      );
      return client.invalidateQueries({ queryKey: sessionsKey(userId) });
    },
  });
}

function changePerson(
  known: InfiniteData<PeoplePage> | undefined,
  userId: string,
  to: (person: Person) => Person,
): InfiniteData<PeoplePage> | undefined {
  const change = (person: Person) => (person.id === userId ? to(person) : person);
  return known && { ...known, pages: known.pages.map((page) => ({ ...page, people: page.people.map(change) })) };
}

export function useSessionsOf(userId: string) {
  return useQuery({
    queryKey: sessionsKey(userId),
    queryFn: async () => (await trpcClient.admin.sessionsOf.query({ userId })).sessions,
    staleTime: 0,
  });
}

export function useRevokeSessionOf(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => trpcClient.admin.revokeSession.mutate({ userId, id }),
    onSuccess: (_done, id) =>
      client.setQueryData<readonly Session[]>(sessionsKey(userId), (known) =>
        known?.filter((session) => session.id !== id),
      ),
  });
}
