'use client';

import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { text } from '#components/text/text.ts';
import { Button } from './button.tsx';
import { useCopy } from './use-copy.ts';

/** Code as an object: what it is, a way to take it along, and lines that scroll sideways, by key too. */
export function CodeBlock({ name, code, children, foot }: CodeBlockProps) {
  const { isCopied, copy } = useCopy(code);
  const Icon = isCopied ? Check : Copy;
  return (
    <div data-code className="overflow-hidden rounded-block border border-line bg-sunken">
      <div className="flex h-8 items-center gap-2 border-b border-line pr-1 pl-3 type-caption text-ink-3 pointer-coarse:h-11">
        <span className="min-w-0 flex-1 truncate font-mono">{name}</span>
        <Button kind="quiet" size="small" className="text-ink-2!" onClick={copy}>
          <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
          {isCopied ? text.parts.copied : text.parts.copy}
        </Button>
        {/* Beside the button: a status inside of it would not be part of its name. */}
        <span role="status" className="sr-only">
          {isCopied && text.parts.copied}
        </span>
      </div>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
        tabIndex={0}
        aria-label={name}
        role="group"
        className="field-ring overflow-x-auto px-3 pt-2.5 pb-3 type-code [tab-size:2]"
      >
        {children ?? code}
      </pre>
      {foot}
    </div>
  );
}

interface CodeBlockProps {
  /** A file or a language. */
  name: string;
  code: string;
  /** The same code in its four voices. */
  children?: ReactNode;
  /** Under the lines: that there are more of them. */
  foot?: ReactNode;
}
