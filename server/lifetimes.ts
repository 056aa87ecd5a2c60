/**
 * What was opened and must be closed, in reverse. The language has a stack for this, but the oldest Node that we run on
 * doesn't have it yet.
 */
export class Lifetimes {
  #closers: (() => unknown)[] = [];

  use<T extends AsyncDisposable | Disposable>(opened: T): T {
    this.defer(() => (Symbol.asyncDispose in opened ? opened[Symbol.asyncDispose]() : opened[Symbol.dispose]()));
    return opened;
  }

  defer(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Closes everything, whatever fails on the way, and then says what failed. Twice is as good as once. */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).toReversed()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
