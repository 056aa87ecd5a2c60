'use client';

import type { KeyboardEvent } from 'react';
import { text } from '#components/text/text.ts';
import { Button } from '#components/ui/button.tsx';

/** Asked where the row stands, so that one sees of what; No comes first under the finger and has the focus. */
export function RowQuestion({ of, asks, onYes, onNo, className = '' }: RowQuestionProps) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onNo();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc takes the question back
    <div
      role="group"
      aria-label={`${of}: ${asks}`}
      onKeyDown={onKeyDown}
      className={`flex items-center gap-1.5 ${className}`}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate type-label">{asks}</span>
        <span className="block truncate type-caption text-ink-3 in-data-[density=compact]:hidden">{of}</span>
      </span>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for it, and No is the harmless one */}
      <Button size="small" autoFocus onClick={onNo}>
        {text.acts.no}
      </Button>
      <Button size="small" kind="danger" onClick={onYes}>
        {text.acts.yes}
      </Button>
    </div>
  );
}

interface RowQuestionProps {
  /** Which conversation it is about. */
  of: string;
  asks: string;
  onYes: () => void;
  onNo: () => void;
  className?: string;
}
