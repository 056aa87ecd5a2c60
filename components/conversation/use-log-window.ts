'use client';

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { Part, Span } from '#lib/chat/log-window.ts';
import { drawnOf, partsOf, reaches, rowAt, spanAround } from '#lib/chat/log-window.ts';
import type { Anchor } from './anchor.ts';
import { RowHeights } from './row-heights.ts';

type Items = readonly LogItem<ShownMessage>[];

/** Before a view was measured: a tall screen. */
const usualViewHeight = 1_000;

export interface LogWindow {
  parts: readonly Part[];
  measure(column: HTMLElement): void;
  /** Draws around this row from now on, or around the end. Does nothing while what is drawn reaches far enough. */
  follow(key: string | null, viewHeight: number): void;
  /** The row that belongs at this height of the log, for a view that stands where nothing is drawn. */
  guess(offset: number): Anchor | null;
  /** The row that has the focus is drawn wherever the view is, or the focus would be lost. */
  holdFocus(key: string | null): void;
}

/**
 * Of a long log only the rows around the view are drawn, and the room of the others is left free. The rows stand in the
 * ordinary flow, with their real heights: what moves because a guess was wrong is moved back before it is painted, by the
 * one anchor that holds the view whatever changes.
 */
export function useLogWindow(items: Items, start: string | null): LogWindow {
  const [heights] = useState(() => new RowHeights());
  const [centre, setCentre] = useState(start);
  const [viewHeight, setViewHeight] = useState(usualViewHeight);
  const [focused, setFocused] = useState<string | null>(null);
  const rows = heights.of(items);
  const span = spanOf(rows, indexOf(items, centre), viewHeight);
  const focusedAt = indexOf(items, focused);
  const held: Span[] = focusedAt === null ? [] : [{ start: focusedAt, end: focusedAt + 1 }];

  const latest = useRef({ items, span });
  useLayoutEffect(() => {
    latest.current = { items, span };
  });

  const follow = useCallback(
    (key: string | null, height: number) => {
      setViewHeight(height);
      setCentre((known) => {
        if (key === null) return null;
        const now = latest.current;
        const index = indexOf(now.items, key);
        if (index === null) return known;
        const around = { index, above: height / 2, below: height * 1.5 };
        return reaches(heights.of(now.items), now.span, around) ? known : key;
      });
    },
    [heights],
  );
  const guess = useCallback(
    (offset: number) => {
      const { items: now } = latest.current;
      const rows = heights.of(now);
      let { index, top } = rowAt(rows, offset);
      // What opens a day may be drawn otherwise, or not at all, once an older message of it is loaded.
      while (index < now.length - 1 && (now[index]?.kind === 'day' || now[index - 1]?.kind === 'day')) {
        top += rows.heightOf(index);
        index += 1;
      }
      const item = now[index];
      return item === undefined ? null : { key: item.key, top: top - offset };
    },
    [heights],
  );
  const measure = useCallback((column: HTMLElement) => heights.measure(column), [heights]);
  return { parts: partsOf(rows, [drawnOf(rows, span), ...held]), measure, follow, guess, holdFocus: setFocused };
}

function indexOf(items: Items, key: string | null): number | null {
  const index = key === null ? -1 : items.findLastIndex((item) => item.key === key);
  return index < 0 ? null : index;
}

/** A view and a half beyond what is seen, on either side: more than a hand scrolls in one frame. */
function spanOf(rows: ReturnType<RowHeights['of']>, index: number | null, viewHeight: number): Span {
  const beyond = 1.5 * viewHeight;
  if (index === null) return spanAround(rows, { index: rows.count, above: viewHeight + beyond, below: 0 });
  return spanAround(rows, { index, above: beyond, below: viewHeight + beyond });
}

/** Where keyboard focus is in the log, by row. */
export function useHeldFocus(scroller: React.RefObject<HTMLElement | null>, hold: (key: string | null) => void): void {
  useEffect(() => {
    const view = scroller.current;
    const come = ({ target }: FocusEvent) =>
      hold(target instanceof HTMLElement ? (target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null) : null);
    const go = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node) || view?.contains(relatedTarget) !== true) hold(null);
    };
    view?.addEventListener('focusin', come);
    view?.addEventListener('focusout', go);
    return () => {
      view?.removeEventListener('focusin', come);
      view?.removeEventListener('focusout', go);
    };
  }, [scroller, hold]);
}
