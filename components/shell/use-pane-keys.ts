'use client';

import { useEffect } from 'react';

/**
 * F6 goes from pane to pane: the list, the log, the composer. A pane gives the focus to what it marks as its
 * start, or takes it itself.
 */
export function usePaneKeys(): void {
  useEffect(() => {
    const cycle = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.checkVisibility());
      const here = panes.findIndex((pane) => pane.contains(document.activeElement));
      const next = panes.at((here + (event.shiftKey ? -1 : 1) + panes.length) % panes.length);
      (next?.querySelector<HTMLElement>('[data-pane-start]') ?? next)?.focus();
    };
    document.addEventListener('keydown', cycle);
    return () => document.removeEventListener('keydown', cycle);
  }, []);
}
