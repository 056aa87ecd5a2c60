import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { Rows } from '#lib/chat/log-window.ts';

type Item = LogItem<ShownMessage>;

/** Of a row that was never drawn: lines of a usual length, and what stands around them. Only scroll bars see the difference. */
const lineHeight = 24;
const charactersPerLine = 80;
const headHeight = 24;
const gapHeight = 20;
const dayHeight = 36;

/** How high each row is: as it was when it was last drawn, else a guess. */
export class RowHeights {
  readonly #measured = new Map<string, number>();
  #width = 0;

  of(items: readonly Item[]): Rows {
    return { count: items.length, heightOf: (index) => this.#heightOf(items[index]) };
  }

  /** Reads the rows in the column. At another width every text breaks differently. */
  measure(column: HTMLElement): void {
    if (column.clientWidth !== this.#width) this.#measured.clear();
    this.#width = column.clientWidth;
    for (const row of column.children) {
      const key = row instanceof HTMLElement ? row.dataset['key'] : undefined;
      if (key !== undefined) this.#measured.set(key, row.getBoundingClientRect().height);
    }
  }

  #heightOf(item: Item | undefined): number {
    return item === undefined ? 0 : (this.#measured.get(item.key) ?? guess(item));
  }
}

function guess(item: Item): number {
  if (item.kind !== 'message') return dayHeight;
  const { text } = item.message;
  const lines = Math.ceil(text.length / charactersPerLine) + (text.match(/\n/g)?.length ?? 0);
  return Math.max(1, lines) * lineHeight + (item.startsTurn ? headHeight + gapHeight : 4);
}
