import { backoffMs } from '../realtime/backoff.ts';
import { BotApiError } from './api.ts';

/** As many as the server takes at once. */
const idsMax = 100;

/**
 * Acknowledges in batches: one request at a time, and whatever has come together meanwhile goes with the next. What could
 * not be said is said again; should this process die first, the delivery comes again instead.
 */
export class Acknowledger {
  readonly #say: (ids: string[]) => Promise<unknown>;
  readonly #waiting = new Set<string>();
  #failures = 0;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (ids: string[]) => Promise<unknown>) {
    this.#say = say;
  }

  add(id: string): void {
    this.#waiting.add(id);
    if (this.#timer === undefined) this.#run();
  }

  /** Says what is left, without a second try. */
  async close(): Promise<void> {
    await this.#running;
    clearTimeout(this.#timer);
    while (this.#waiting.size > 0 && (await this.#sayOnce()));
  }

  #run(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      // One that came in the very moment that the last batch was done.
      if (this.#waiting.size > 0 && this.#timer === undefined) this.#run();
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.size > 0) {
      if (!(await this.#sayOnce())) return this.#later();
    }
  }

  async #sayOnce(): Promise<boolean> {
    const ids = [...this.#waiting].slice(0, idsMax);
    try {
      await this.#say(ids);
    } catch (error) {
      // Some came too late and stay over; the others counted. Said again, it would be answered the same.
      const isSaid = error instanceof BotApiError && error.status === 409;
      if (!isSaid) {
        this.#failures += 1;
        return false;
      }
    }
    this.#failures = 0;
    for (const id of ids) this.#waiting.delete(id);
    return true;
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, backoffMs(this.#failures));
  }
}
