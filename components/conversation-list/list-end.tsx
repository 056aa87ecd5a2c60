'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import { problemOf } from '#components/data/problem.ts';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';

/** How far above the end the next page is asked for. */
const ahead = '100px';

/** The end of what is loaded. Coming near it loads more; what failed waits for a press, or it would be asked without end. */
export function ListEnd({ more, hasMore }: ListEndProps) {
  const end = useRef<HTMLDivElement>(null);
  const { isPending, error } = more;
  const isWaiting = hasMore && !isPending && error === null;
  const load = useEffectEvent(() => more.mutate());
  useEffect(() => {
    if (end.current === null || !isWaiting) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && load(), {
      root: end.current.parentElement,
      rootMargin: ahead,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isWaiting]);
  if (!hasMore) return null;
  return (
    <div ref={end} role="status" className="min-h-8 px-2 pt-4 type-caption text-ink-3">
      {isPending && text.list.moreLoading}
      {error !== null && !isPending && (
        <>
          <span className="text-danger">{text.list.moreFailed(problemOf(error).message)}</span>{' '}
          <LinkButton onClick={() => more.mutate()}>{text.problem.tryAgain}</LinkButton>
        </>
      )}
    </div>
  );
}

interface ListEndProps {
  more: UseMutationResult<void, Error, void>;
  hasMore: boolean;
}
