import { record, type Came } from './record.ts';

interface Waiting {
  came: Came[];
  written: PromiseWithResolvers<void>;
}

/**
 * Writes down what became of pushes, and of all that comes while it writes together: a hundred services that answer at once
 * take one connection, not one each from those who chat.
 */
export class Ledger {
  readonly #deps: Parameters<typeof record>[0];
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(deps: Parameters<typeof record>[0]) {
    this.#deps = deps;
  }

  /** Resolves when it is written. */
  add(came: Came[]): Promise<void> {
    const written = Promise.withResolvers<void>();
    this.#waiting.push({ came, written });
    if (!this.#isWriting) void this.#write();
    return written.promise;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await record(
          this.#deps,
          batch.flatMap(({ came }) => came),
        );
        for (const { written } of batch) written.resolve();
      } catch (error) {
        for (const { written } of batch) written.reject(error);
      }
    }
    this.#isWriting = false;
  }
}
