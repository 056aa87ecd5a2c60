'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '#components/data/problem.ts';
import { pageText } from '#components/text/page-text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';

/** What was asked for, or in its place that it is on its way, or that it didn't come. */
export function Loaded<T>({ what, query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <Bones widths={[70, 92, 54]} label={pageText.settings.loading} />;
  const { message, requestId } = problemOf(query.error);
  return (
    <Broken
      title={pageText.settings.failed(what)}
      why={`${message} ${pageText.settings.failedSafe}`}
      requestId={requestId}
      onRetry={() => void query.refetch()}
    />
  );
}

interface LoadedProps<T> {
  /** As the beginning of a sentence: "Keys didn't load." */
  what: string;
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
}
