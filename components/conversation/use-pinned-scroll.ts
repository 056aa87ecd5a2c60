'use client';

import type { RefObject } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Nearer to the end than this is "at the end": a rounded pixel or half a line is no decision to leave it. */
const pinnedWithin = 24;
const nearTopWithin = 600;

export interface PinnedScroll {
  scroller: RefObject<HTMLDivElement | null>;
  column: RefObject<HTMLDivElement | null>;
  isPinned: boolean;
  /** The newest position that has been on screen at the end. */
  seen: number;
  /** False until the first place was taken: before that the log would be seen at its wrong end. */
  isPlaced: boolean;
  toBottom: () => void;
}

interface PinnedScrollOptions {
  newest: number;
  /** How many of the reader's own messages wait: writing one goes to the end. */
  own: number;
  onNearTop: () => void;
}

/**
 * Pinned means pinned to the end, whatever grows; not pinned means not moved by a pixel, whatever grows above. The browser's
 * own anchoring is off: it does not know the first, and does not do the second at the very top or in Safari.
 */
export function usePinnedScroll({ newest, own, onNearTop }: PinnedScrollOptions): PinnedScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const [isPinned, setPinned] = useState(true);
  const [seen, setSeen] = useState(newest);
  const [isPlaced, setPlaced] = useState(false);

  const pin = useCallback((isNow: boolean) => {
    pinned.current = isNow;
    setPinned(isNow);
  }, []);

  const hold = useCallback(() => {
    const view = scroller.current;
    if (view === null || column.current === null) return;
    if (pinned.current) view.scrollTop = view.scrollHeight;
    else if (anchor.current !== null) restore(view, column.current, anchor.current);
  }, []);

  const toBottom = useCallback(() => {
    pin(true);
    hold();
  }, [hold, pin]);

  useLayoutEffect(() => {
    if (scroller.current !== null && column.current !== null && place(scroller.current, column.current)) {
      pin(false);
      anchor.current = firstVisible(scroller.current, column.current);
    }
    setPlaced(true);
  }, [pin]);

  useLayoutEffect(hold);
  useLayoutEffect(() => {
    if (own > 0) toBottom();
  }, [own, toBottom]);
  if (isPinned && seen !== newest) setSeen(newest);

  useEffect(() => {
    const view = scroller.current;
    const content = column.current;
    if (view === null || content === null) return;
    const note = () => {
      const isAtEnd = view.scrollHeight - view.scrollTop - view.clientHeight <= pinnedWithin;
      if (isAtEnd !== pinned.current) pin(isAtEnd);
      anchor.current = isAtEnd ? null : firstVisible(view, content);
      if (view.scrollTop < nearTopWithin) onNearTop();
    };
    const sizes = new ResizeObserver(hold);
    sizes.observe(view);
    sizes.observe(content);
    view.addEventListener('scroll', note, { passive: true });
    return () => {
      sizes.disconnect();
      view.removeEventListener('scroll', note);
    };
  }, [hold, onNearTop, pin]);

  return { scroller, column, isPinned, seen, isPlaced, toBottom };
}

/** An item and where its top stood. */
interface Anchor {
  key: string;
  top: number;
}

function firstVisible(view: HTMLElement, column: HTMLElement): Anchor | null {
  const top = view.getBoundingClientRect().top;
  const items = [...column.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const first = items.find((item) => item.dataset['key'] !== undefined && item.getBoundingClientRect().bottom > top);
  return first === undefined ? null : { key: first.dataset['key'] ?? '', top: first.getBoundingClientRect().top - top };
}

function restore(view: HTMLElement, column: HTMLElement, anchor: Anchor): void {
  const item = column.querySelector(`[data-key="${CSS.escape(anchor.key)}"]`);
  if (item === null) return;
  const moved = item.getBoundingClientRect().top - view.getBoundingClientRect().top - anchor.top;
  if (Math.abs(moved) >= 1) view.scrollTop += moved;
}

/** Opens at what is new when that does not fit above the end; true when it stands there and not at the end. */
function place(view: HTMLElement, column: HTMLElement): boolean {
  const line = column.querySelector<HTMLElement>('[data-key="unread"]');
  if (line === null || view.scrollHeight - line.offsetTop <= view.clientHeight) return false;
  view.scrollTop = line.offsetTop - view.clientHeight / 5;
  return true;
}
