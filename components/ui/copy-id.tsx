'use client';

import { Check, Copy } from 'lucide-react';
import { text } from '#components/text/text.ts';
import { IconButton } from './icon-button.tsx';
import { useCopy } from './use-copy.ts';

/** An id that can be taken along: the button shows on hover and focus, and always where there is no pointer. */
export function CopyId({ id }: { id: string }) {
  const { isCopied, copy } = useCopy(id);
  const Icon = isCopied ? Check : Copy;
  return (
    <span className="group/id flex items-center gap-1">
      <span className="min-w-0 font-mono text-caption wrap-anywhere text-ink-3">{id}</span>
      <IconButton
        label={isCopied ? text.parts.copied : text.parts.copyThis(id)}
        className="touch-target size-6! opacity-0 transition-opacity duration-(--t-fast) group-focus-within/id:opacity-100 group-hover/id:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100"
        onClick={copy}
      >
        <Icon className="size-3.5" strokeWidth={2} />
      </IconButton>
    </span>
  );
}
