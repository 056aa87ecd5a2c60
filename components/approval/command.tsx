'use client';

import type { ClipboardEvent } from 'react';
import { useState } from 'react';
import { approvalText as words } from '#components/text/approval-text.ts';
import { Plain } from './plain.tsx';

/** The whole command: it wraps, and is never cut, folded or scrolled. With the focus on it, copying takes all of it. */
export function Command({ children, isDone }: { children: string; isDone: boolean }) {
  const [isCopied, setCopied] = useState(false);

  function onCopy(event: ClipboardEvent) {
    if (getSelection()?.isCollapsed === false) return;
    event.clipboardData.setData('text/plain', children);
    event.preventDefault();
    setCopied(true);
  }

  return (
    <>
      <div
        role="group"
        aria-label={words.command}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is read, and taken along, before anything is pressed
        tabIndex={0}
        dir="ltr"
        onCopy={onCopy}
        className={`field-ring type-code whitespace-pre-wrap wrap-anywhere ${isDone ? done : asked}`}
      >
        <code className="font-[inherit]">
          <Plain>{children}</Plain>
        </code>
      </div>
      <span role="status" className="sr-only">
        {isCopied && words.commandCopied}
      </span>
    </>
  );
}

const asked = 'rounded-control border border-line bg-sunken px-2.5 py-2';
const done = 'border-t border-line bg-sunken px-3 py-2 text-ink-2';
