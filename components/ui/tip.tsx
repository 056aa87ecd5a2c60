'use client';

import type { FocusEvent, KeyboardEvent } from 'react';
import { useState } from 'react';

const places = {
  below: 'top-full right-0 mt-1.5',
  above: 'right-0 bottom-full mb-1.5',
} as const;

export type TipPlace = keyof typeof places;

/**
 * A name beside an icon, for fine pointers and the keyboard. It is text in the page and not a portal, so nothing has to be
 * loaded for it; the element around it carries `group/tip`. Screen readers have the same words as the element's name.
 */
export function Tip({ place, children }: { place: TipPlace; children: string }) {
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none invisible absolute z-10 rounded-control bg-fill px-2 py-1 type-caption whitespace-nowrap text-on-fill opacity-0 transition-opacity delay-500 duration-(--t-fast) pointer-fine:group-hover/tip:visible pointer-fine:group-hover/tip:opacity-100 pointer-fine:group-focus-visible/tip:visible pointer-fine:group-focus-visible/tip:opacity-100 ${places[place]}`}
    >
      {children}
    </span>
  );
}

/** Esc and a press take the tip away without moving the pointer. */
export function useTip() {
  const [isDismissed, setDismissed] = useState(false);
  const handlers = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDismissed(true);
    },
    onPointerEnter: () => setDismissed(false),
    onFocus: (event: FocusEvent) => setDismissed(!event.currentTarget.matches(':focus-visible')),
    onPointerDown: () => setDismissed(true),
  };
  return { isDismissed, handlers };
}

export const iconLook =
  'group/tip relative inline-grid size-(--h-control) flex-none place-items-center rounded-control text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-3 disabled:hover:bg-transparent';
