/** An answer says the second it was written in, so the moment is known to a second and the way there and back. */
const secondMs = 1_000;

/**
 * What the server's clock says, as far as its answers tell. Each leaves a span that this clock's error must lie in, and together
 * they leave a narrow one. A clock that no answer contradicts is believed: most are right, and a guess would only blur them.
 */
export class ServerClock {
  readonly #listeners = new Set<() => void>();
  #least = -Infinity;
  #most = Infinity;
  #offset = 0;

  /** How far this clock is behind the server's; negative when it is ahead. */
  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  /** The `Date` of an answer, with when it was asked for and when it came. */
  learn(date: string | null, { sentAt, receivedAt }: { sentAt: number; receivedAt: number }): void {
    const saidAt = Date.parse(date ?? '');
    if (Number.isNaN(saidAt)) return;
    this.#narrow(saidAt - receivedAt, saidAt + secondMs - sentAt);
    const offset = this.#least <= 0 && this.#most >= 0 ? 0 : Math.round((this.#least + this.#most) / 2);
    if (offset === this.#offset) return;
    this.#offset = offset;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What contradicts all that was known is newer: somebody has set a clock. */
  #narrow(least: number, most: number): void {
    const isContradiction = least > this.#most || most < this.#least;
    this.#least = isContradiction ? least : Math.max(this.#least, least);
    this.#most = isContradiction ? most : Math.min(this.#most, most);
  }
}
