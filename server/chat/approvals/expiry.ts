import type { AppContext } from '#server/app-context.ts';
import { expireDue } from './expire.ts';

/**
 * No question stands for less (`approval_expiry`), so none that was asked on another node since the last look is due before
 * the next. Nothing has to be told between nodes, and nothing enqueued in the transaction of a message.
 */
const lookEveryMs = 30_000;

type Deps = Pick<AppContext, 'sql' | 'clock' | 'realtime' | 'log'>;

export interface Expiry extends AsyncDisposable {
  /** Something may be due before the next look. */
  wake(): void;
}

/**
 * Ends approvals when their time has passed: sleeps until the nearest one, or for half a minute. Every node does, and the row
 * decides which of them was first. A job on a timetable would be up to a minute late.
 */
export function watchExpiry(deps: Deps): Expiry {
  const loop = new ExpiryLoop(deps);
  loop.wake();
  return loop;
}

class ExpiryLoop implements Expiry {
  readonly #deps: Deps;
  #timer: NodeJS.Timeout | null = null;
  #pass: Promise<void> | null = null;
  #again = false;
  #isOver = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  wake(): void {
    if (this.#isOver) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#again = this.#pass !== null;
    this.#pass ??= this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#pass;
  }

  async #look(): Promise<void> {
    const waitMs = await this.#expire();
    this.#pass = null;
    if (this.#isOver) return;
    if (this.#again) return this.wake();
    this.#timer = setTimeout(() => this.wake(), waitMs).unref();
  }

  /** How long nothing will be due. */
  async #expire(): Promise<number> {
    try {
      const { nextAt } = await expireDue(this.#deps);
      if (nextAt === null) return lookEveryMs;
      return Math.min(lookEveryMs, Math.max(0, nextAt.getTime() - this.#deps.clock.now().getTime()));
    } catch (err) {
      this.#deps.log.error({ err }, 'Approvals that are due could not be ended; it is tried again in half a minute.');
      return lookEveryMs;
    }
  }
}
