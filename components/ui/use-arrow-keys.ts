'use client';

import type { RefObject } from 'react';
import { useEffect } from 'react';

const steps: Readonly<Record<string, (index: number, length: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_index, length) => length - 1,
};

/**
 * Arrows, Home and End move the focus among the elements that match, when it is on one of them; from the area itself the
 * upward arrow enters at the last.
 */
export function useArrowKeys(area: RefObject<HTMLElement | null>, selector: string): void {
  useEffect(() => {
    const element = area.current;
    const move = (event: KeyboardEvent) => {
      const step = steps[event.key];
      const items = [...(element?.querySelectorAll<HTMLElement>(selector) ?? [])];
      const here = items.findIndex((item) => item === document.activeElement);
      const enters = event.target === element && event.key === 'ArrowUp';
      if (step === undefined || (here === -1 && !enters)) return;
      event.preventDefault();
      items.at(here === -1 ? -1 : step(here, items.length))?.focus();
    };
    element?.addEventListener('keydown', move);
    return () => element?.removeEventListener('keydown', move);
  });
}
