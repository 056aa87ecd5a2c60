'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '#components/settings/loaded.tsx';
import { Pager } from './pager.tsx';
import { useCursor } from './use-address.ts';

/** A list with the way to its other pages; in its place that it is on its way, didn't come, or that there is nothing in it. */
export function Listed<Page extends { nextCursor: string | null }>({
  what,
  query,
  empty,
  children,
}: ListedProps<Page>) {
  const cursor = useCursor();
  // A page that didn't come, by a cursor of another list for example, still has a way to the beginning.
  if (query.data === undefined && query.error !== null) {
    return (
      <>
        <Loaded what={what} query={query}>
          {() => null}
        </Loaded>
        {cursor !== null && <Pager nextCursor={null} />}
      </>
    );
  }
  return (
    <Loaded what={what} query={query}>
      {(page) => (
        <>
          {empty(page) ?? children(page)}
          <Pager nextCursor={page.nextCursor} />
        </>
      )}
    </Loaded>
  );
}

interface ListedProps<Page> {
  /** As the beginning of a sentence: "Sandboxes didn't load." */
  what: string;
  query: Pick<UseQueryResult<Page>, 'data' | 'error' | 'refetch'>;
  /** What stands in the list's place when there is nothing in it, null when there is. */
  empty: (page: Page) => ReactNode;
  children: (page: Page) => ReactNode;
}
