'use client';

import { problemText } from '#components/text/problem-text.ts';
import { Button } from './button.tsx';

/** What failed, what is safe, what to do, and the id by which the operator finds it. */
export function Broken({ title, why, requestId, onRetry }: BrokenProps) {
  return (
    <div role="alert" className="flex items-start gap-2">
      <AlertMark />
      <div>
        <b>{title}</b>
        <p className="text-ink-2">
          {why} {requestId !== null && <span className="font-mono text-caption">{problemText.request(requestId)}</span>}
        </p>
        <Button className="mt-2" onClick={onRetry}>
          {problemText.tryAgain}
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

/** As Lucide draws it, without Lucide: what can fail beside every page should weigh nothing. */
function AlertMark() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      aria-hidden="true"
      className="mt-0.5 size-4 text-danger"
    >
      <circle cx="12" cy="12" r="10" />
      <path d="M12 8v4M12 16h.01" />
    </svg>
  );
}
