/** A clock that is moved by hand, whose callbacks run in their order. */
export class HandTimers {
  #nowMs = 0;
  #next = 1;
  readonly #due = new Map<number, { atMs: number; run: () => void }>();

  readonly now = () => this.#nowMs;

  readonly setTimeout = (run: () => void, ms: number) => {
    this.#due.set(this.#next, { atMs: this.#nowMs + ms, run });
    return this.#next++ as unknown as NodeJS.Timeout;
  };

  readonly clearTimeout = (timer: unknown) => void this.#due.delete(timer as number);

  pending(): number {
    return this.#due.size;
  }

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [first] = [...this.#due]
        .filter(([, { atMs }]) => atMs <= untilMs)
        .toSorted(([, a], [, b]) => a.atMs - b.atMs);
      if (first === undefined) break;
      const [key, { atMs, run }] = first;
      this.#due.delete(key);
      this.#nowMs = Math.max(this.#nowMs, atMs);
      run();
    }
    this.#nowMs = untilMs;
  }
}
