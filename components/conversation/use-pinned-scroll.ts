'use client';

import type { RefObject } from 'react';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { Part } from '#lib/chat/log-window.ts';
import { firstVisible, restore, rowOf, type Anchor } from './anchor.ts';
import { useHeldFocus, useLogWindow } from './use-log-window.ts';

/** Nearer to the end than this is "at the end": a rounded pixel or half a line is no decision to leave it. */
const pinnedWithin = 24;
const nearEndWithin = 600;

export interface PinnedScroll {
  scroller: RefObject<HTMLDivElement | null>;
  column: RefObject<HTMLDivElement | null>;
  parts: readonly Part[];
  /** The newest position that has been on screen at the end. */
  seen: number;
  /** False until the first place was taken: before that the log would be seen at its wrong end. */
  isPlaced: boolean;
  toBottom: () => void;
  /** Brings a row into the upper part of the view, where what follows can be read on. */
  showRow: (key: string) => void;
}

interface PinnedScrollOptions {
  items: readonly LogItem<ShownMessage>[];
  /** Whether the view is at the end, and goes with it. Kept above: what is read depends on it, and what is drawn on that. */
  isPinned: boolean;
  onPin: (isPinned: boolean) => void;
  newest: number;
  /** How many of the reader's own messages wait: writing one goes to the end. */
  own: number;
  /** What is drawn is drawn as it will stay: a place can be taken. */
  isReady: boolean;
  /** The end of what is loaded is the end of the log. */
  isAtNewest: boolean;
  onNearTop: () => void;
  onNearBottom: () => void;
}

/**
 * Pinned means pinned to the end, whatever grows; not pinned means not moved by a pixel, whatever grows above. The browser's
 * own anchoring is off: it does not know the first, and does not do the second at the very top or in Safari.
 */
export function usePinnedScroll(options: PinnedScrollOptions): PinnedScroll {
  const { items, isPinned, onPin, newest, own, isReady, isAtNewest, onNearTop, onNearBottom } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  /** Where the view was left, by us or by whoever scrolled last. */
  const left = useRef(0);
  const ownBefore = useRef(0);
  const [seen, setSeen] = useState(newest);
  const [isPlaced, setPlaced] = useState(false);
  const [start] = useState(() => items.find((item) => item.kind === 'unread')?.key ?? null);
  const { parts, measure, follow, guess, holdFocus } = useLogWindow(items, start);
  useHeldFocus(scroller, holdFocus);

  const pin = useCallback(
    (isNow: boolean) => {
      pinned.current = isNow;
      onPin(isNow);
    },
    [onPin],
  );

  const place = useCallback(() => {
    const view = scroller.current;
    if (view === null || column.current === null) return;
    measure(column.current);
    if (pinned.current) view.scrollTop = view.scrollHeight;
    else if (anchor.current !== null && !restore(view, column.current, anchor.current)) {
      // There is not enough above or below it. Where the view is now is where it stays.
      anchor.current = firstVisible(view, column.current);
    }
    left.current = view.scrollTop;
  }, [measure]);

  /** Whatever has changed, the view stays where it was. */
  const hold = useCallback(() => {
    const [view, content] = [scroller.current, column.current];
    if (view === null || content === null) return;
    const by = scrolledBy(view, left.current);
    // The focus or a program has scrolled, and the event that tells of it is still to come: held, it would be undone.
    if (by !== 0 && pinned.current) return;
    if (by !== 0 && anchor.current !== null) {
      const scrolled = { ...anchor.current, top: anchor.current.top - by };
      // Further than that, what lies between was never measured, and to hold by it would move what is in sight.
      anchor.current = (Math.abs(by) > view.clientHeight ? firstVisible(view, content) : null) ?? scrolled;
    }
    place();
  }, [place]);

  const note = useEffectEvent(() => {
    const view = scroller.current;
    const content = column.current;
    if (view === null || content === null) return;
    left.current = view.scrollTop;
    const below = view.scrollHeight - view.scrollTop - view.clientHeight;
    const isAtEnd = isAtNewest && below <= pinnedWithin;
    if (isAtEnd !== pinned.current) pin(isAtEnd);
    const offset = view.getBoundingClientRect().top - content.getBoundingClientRect().top;
    anchor.current = isAtEnd ? null : (firstVisible(view, content) ?? guess(offset));
    follow(anchor.current?.key ?? null, view.clientHeight);
    if (view.scrollTop < nearEndWithin) onNearTop();
    if (!isAtNewest && below < nearEndWithin) onNearBottom();
  });

  const toBottom = useCallback(() => {
    pin(true);
    follow(null, scroller.current?.clientHeight ?? 0);
    place();
  }, [follow, pin, place]);

  const showRow = useCallback(
    (key: string) => {
      const height = scroller.current?.clientHeight ?? 0;
      pin(false);
      anchor.current = { key, top: Math.round(height / 5) };
      follow(key, height);
      place();
    },
    [follow, pin, place],
  );

  useLayoutEffect(() => {
    const view = scroller.current;
    if (!isReady || isPlaced || view === null || column.current === null) return;
    const line = start === null ? null : rowOf(column.current, start);
    if (line !== null && pinned.current && doesNotFit(view, line)) showRow(start ?? '');
    else if (pinned.current) follow(null, view.clientHeight);
    setPlaced(true);
  }, [follow, isPlaced, isReady, showRow, start]);

  useLayoutEffect(hold);
  useLayoutEffect(() => {
    if (own > ownBefore.current) toBottom();
    ownBefore.current = own;
  }, [own, toBottom]);
  if (isPinned && seen !== newest) setSeen(newest);

  useEffect(() => {
    const view = scroller.current;
    const content = column.current;
    if (view === null || content === null) return;
    const sizes = new ResizeObserver(hold);
    sizes.observe(view);
    sizes.observe(content);
    const onScroll = () => note();
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      view.removeEventListener('scroll', onScroll);
    };
  }, [hold]);

  return { scroller, column, parts, seen, isPlaced, toBottom, showRow };
}

/** How far the view has been moved since. Where it was left beyond what is there now, the browser has moved it to the end. */
function scrolledBy(view: HTMLElement, left: number): number {
  const end = view.scrollHeight - view.clientHeight;
  const by = view.scrollTop - Math.min(left, end);
  return Math.abs(by) < 1 ? 0 : by;
}

/** Opens at what is new when that does not fit above the end. */
function doesNotFit(view: HTMLElement, line: HTMLElement): boolean {
  return view.scrollHeight - line.offsetTop > view.clientHeight;
}
