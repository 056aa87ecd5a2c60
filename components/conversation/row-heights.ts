import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { Rows } from '#lib/chat/log-window.ts';
import { sharedStart } from '#lib/std/shared-start.ts';

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
  #items: readonly Item[] = [];
  /** Those of the items, in their order: a long log asks for all of them with every change. */
  #heights: number[] = [];

  of(items: readonly Item[]): Rows {
    const heights = this.#heightsOf(items);
    return { count: items.length, heightOf: (index) => heights[index] ?? 0 };
  }

  /** Reads the rows in the column. At another width every text breaks differently. */
  measure(column: HTMLElement): void {
    if (column.clientWidth !== this.#width) {
      this.#measured.clear();
      this.#heights = this.#items.map(guess);
    }
    this.#width = column.clientWidth;
    for (const row of column.children) {
      const key = row instanceof HTMLElement ? row.dataset['key'] : undefined;
      if (key !== undefined) this.#note(key, row.getBoundingClientRect().height);
    }
  }

  #note(key: string, height: number): void {
    if (this.#measured.get(key) === height) return;
    this.#measured.set(key, height);
    // From the end, where most that changes is.
    const index = this.#items.findLastIndex((item) => item.key === key);
    if (index >= 0) this.#heights[index] = height;
  }

  /** As far as the items begin as they did, what is known of them stays. */
  #heightsOf(items: readonly Item[]): readonly number[] {
    const same = sharedStart(items, this.#items);
    if (same === items.length && same === this.#items.length) return this.#heights;
    const rest = items.slice(same).map((item) => this.#measured.get(item.key) ?? guess(item));
    this.#heights = [...this.#heights.slice(0, same), ...rest];
    this.#items = items;
    return this.#heights;
  }
}

function guess(item: Item): number {
  if (item.kind !== 'message') return dayHeight;
  const { text } = item.message;
  const lines = Math.ceil(text.length / charactersPerLine) + (text.match(/\n/g)?.length ?? 0);
  return Math.max(1, lines) * lineHeight + (item.startsTurn ? headHeight + gapHeight : 4);
}
