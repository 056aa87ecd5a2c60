'use client';

import type { ButtonHTMLAttributes, KeyboardEvent, ReactNode } from 'react';
import { useState } from 'react';

/**
 * A button that is only an icon: it always has a name, and on fine pointers the name shows beside it. The tooltip is text in
 * the page, not a portal: nothing has to be loaded for it. Esc and a press take it away without moving the pointer.
 */
export function IconButton({ label, children, tip = 'below', className = '', ...rest }: IconButtonProps) {
  const [dismissed, setDismissed] = useState(false);
  const dismiss = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDismissed(true);
  };
  return (
    <button
      type="button"
      aria-label={label}
      {...rest}
      onKeyDown={dismiss}
      onPointerEnter={() => setDismissed(false)}
      onFocus={(event) => setDismissed(!event.currentTarget.matches(':focus-visible'))}
      onPointerDown={() => setDismissed(true)}
      className={`group/tip relative inline-grid size-(--h-control) flex-none place-items-center rounded-control text-ink-2 hover:bg-hover hover:text-ink ${className}`}
    >
      {children}
      {!dismissed && (
        <span
          aria-hidden="true"
          className={`pointer-events-none invisible absolute z-10 rounded-control bg-fill px-2 py-1 type-caption whitespace-nowrap text-on-fill opacity-0 transition-opacity delay-500 duration-(--t-fast) pointer-fine:group-hover/tip:visible pointer-fine:group-hover/tip:opacity-100 pointer-fine:group-focus-visible/tip:visible pointer-fine:group-focus-visible/tip:opacity-100 ${places[tip]}`}
        >
          {label}
        </span>
      )}
    </button>
  );
}

const places = {
  below: 'top-full right-0 mt-1.5',
  above: 'right-0 bottom-full mb-1.5',
} as const;

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  children: ReactNode;
  tip?: keyof typeof places;
}
