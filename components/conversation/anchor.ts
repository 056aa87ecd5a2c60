import { dayKeys } from '#lib/chat/message-grouping.ts';

/** A row, and where its top stood in the view. */
export interface Anchor {
  key: string;
  top: number;
}

/**
 * The first row that is in sight and stays as it is whatever is loaded above; null where only the room of rows that are not
 * drawn is. A day's line belongs to its first message, and that one to its writer's turn: both change with the one before.
 */
export function firstVisible(view: HTMLElement, column: HTMLElement): Anchor | null {
  const { top, bottom } = view.getBoundingClientRect();
  let opening: Anchor | null = null;
  let isOpening = false;
  for (const row of column.children) {
    const key = row instanceof HTMLElement ? row.dataset['key'] : undefined;
    const rect = row.getBoundingClientRect();
    if (rect.top >= bottom) break;
    const isDay = key?.startsWith(dayKeys) === true;
    if (key !== undefined && !isDay && rect.bottom > top) {
      const anchor = { key, top: rect.top - top };
      if (!isOpening) return anchor;
      opening ??= anchor;
    }
    isOpening = isDay;
  }
  return opening;
}

/** Puts the row back to where it stood. False when the view can't go that far; a row that isn't drawn is no such case. */
export function restore(view: HTMLElement, column: HTMLElement, anchor: Anchor): boolean {
  const row = rowOf(column, anchor.key);
  if (row === null) return true;
  const moved = () => row.getBoundingClientRect().top - view.getBoundingClientRect().top - anchor.top;
  if (Math.abs(moved()) < 1) return true;
  view.scrollTop += moved();
  return Math.abs(moved()) < 1;
}

export function rowOf(column: HTMLElement, key: string): HTMLElement | null {
  return column.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`);
}
