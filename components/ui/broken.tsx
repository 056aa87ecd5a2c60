'use client';

import { CircleAlert } from 'lucide-react';
import { Button } from './button.tsx';
import { text } from '#components/text/text.ts';

/** What failed, what is safe, what to do, and the id by which the operator finds it. */
export function Broken({ title, why, requestId, onRetry }: BrokenProps) {
  return (
    <div role="alert" className="flex items-start gap-2">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 text-danger" strokeWidth={1.75} />
      <div>
        <b>{title}</b>
        <p className="text-ink-2">
          {why}{' '}
          {requestId !== null && <span className="font-mono text-caption">{text.problem.request(requestId)}</span>}
        </p>
        <Button className="mt-2" onClick={onRetry}>
          {text.problem.tryAgain}
        </Button>
      </div>
    </div>
  );
}

interface BrokenProps {
  title: string;
  why: string;
  requestId: string | null;
  onRetry: () => void;
}
