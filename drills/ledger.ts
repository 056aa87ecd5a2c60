export interface Losses {
  lost: number;
  doubled: number;
  outOfOrder: number;
}

/** What one reader of one context was told, to be held against what it should have been told. */
export class Ledger {
  readonly #told = new Set<number>();
  readonly #skipped: { after: number; head: number }[] = [];
  #newest: number;
  doubled = 0;
  outOfOrder = 0;

  /** The position of the snapshot that the reader had in hand. */
  constructor(after: number) {
    this.#newest = after;
  }

  get newest(): number {
    return this.#newest;
  }

  get resyncs(): number {
    return this.#skipped.length;
  }

  event(id: number): void {
    if (this.#told.has(id)) this.doubled += 1;
    else if (id <= this.#newest) this.outOfOrder += 1;
    this.#told.add(id);
    this.#newest = Math.max(this.#newest, id);
  }

  /** Said aloud, and so no loss: what lies up to the head is in the snapshot that the reader reads now. */
  resync(head: number): void {
    this.#skipped.push({ after: this.#newest, head });
    this.#newest = Math.max(this.#newest, head);
  }

  /** How many of these never came. */
  lacks(expected: readonly number[]): number {
    return expected.filter((id) => !this.#told.has(id) && !this.#isSkipped(id)).length;
  }

  /** How many came that are none of these. */
  foreign(expected: readonly number[]): number {
    const allowed = new Set(expected);
    return [...this.#told].filter((id) => !allowed.has(id)).length;
  }

  judge(expected: readonly number[]): Losses {
    return { lost: this.lacks(expected), doubled: this.doubled, outOfOrder: this.outOfOrder };
  }

  #isSkipped(id: number): boolean {
    return this.#skipped.some(({ after, head }) => id > after && id <= head);
  }
}

/** The positions behind one and up to another: logs have no gaps. */
export function positions(after: number, head: number): number[] {
  return Array.from({ length: head - after }, (_, i) => after + 1 + i);
}
