'use client';

import type { RefObject } from 'react';
import { useSyncExternalStore } from 'react';

/** Where the caret stands in a field; null when it isn't there, or something is selected. */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>): number | null {
  return useSyncExternalStore(
    subscribe,
    () => caretIn(field.current),
    () => null,
  );
}

function caretIn(area: HTMLTextAreaElement | null): number | null {
  if (area === null || document.activeElement !== area || area.selectionStart !== area.selectionEnd) return null;
  return area.selectionStart;
}

const moves = ['selectionchange', 'input', 'focusin', 'focusout'] as const;

function subscribe(listener: () => void): () => void {
  // The focus is gone from one element before it is on the next.
  const later = () => queueMicrotask(listener);
  for (const name of moves) document.addEventListener(name, later);
  return () => {
    for (const name of moves) document.removeEventListener(name, later);
  };
}
