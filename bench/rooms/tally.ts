import { nowMs } from '../child.ts';

/** As many words as people usually say at once, with a number that is found without decoding anything. */
export function textOf(number: number): string {
  return `as many words as people usually say at once, which is not many (said ${String(number).padStart(digits, '0')})`;
}

const mark = Buffer.from('(said ');
const digits = 9;

/** Who has heard which message when: each member each message, once. */
export class Tally {
  readonly first: number;
  readonly #count: number;
  readonly #heardMs: Float64Array;
  #left: number;
  /** Heard again, or never said. */
  surplus = 0;
  #all: () => void = () => undefined;
  readonly #complete: Promise<void>;

  constructor(members: number, { first, count }: { first: number; count: number }) {
    this.first = first;
    this.#count = count;
    this.#heardMs = new Float64Array(members * count);
    this.#left = members * count;
    this.#complete = new Promise((resolve) => (this.#all = resolve));
  }

  hear(member: number, view: Buffer, { start, end }: { start: number; end: number }): void {
    const n = numberIn(view, start, end) - this.first;
    const at = member * this.#count + n;
    if (!(n >= 0 && n < this.#count) || this.#heardMs[at] !== 0) {
      this.surplus += 1;
      return;
    }
    this.#heardMs[at] = nowMs();
    this.#left -= 1;
    if (this.#left === 0) this.#all();
  }

  /** How many were not heard by then. */
  async lost(withinMs: number): Promise<number> {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (patience = setTimeout(resolve, withinMs)));
    await Promise.race([this.#complete, late]);
    clearTimeout(patience);
    return this.#left;
  }

  /** From when each was due to when each member had it, the shortest first. */
  delaysMs(dueMs: (n: number) => number): Float64Array {
    return this.#heardMs.map((ms, at) => (ms === 0 ? Number.POSITIVE_INFINITY : ms - dueMs(at % this.#count))).sort();
  }
}

function numberIn(view: Buffer, start: number, end: number): number {
  const at = view.indexOf(mark, start);
  if (at < 0 || at >= end) return Number.NaN;
  let number = 0;
  for (let digit = 0; digit < digits; digit++) number = number * 10 + (view[at + mark.length + digit] ?? 0) - 48;
  return number;
}
