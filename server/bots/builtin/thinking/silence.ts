/** Aborts its signal when nothing has been heard for too long. How long the whole takes doesn't matter. */
export class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(maxMs: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), maxMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  broken(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
