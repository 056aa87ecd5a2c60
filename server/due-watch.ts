import type { AppContext } from './app-context.ts';

interface Looking {
  /** Does what is due now, and says when the next will be; null when nothing waits. */
  look(): Promise<{ nextAt: Date | null }>;
  /** What nobody has told this node of is found with the next look. */
  lookEveryMs: number;
  /** Said when it fails, which is tried again with the next look. */
  failure: string;
}

export interface DueWatch extends AsyncDisposable {
  /** Something may be due before the next look. */
  wake(): void;
}

/**
 * Does things when their time has come: sleeps until the nearest one, or until the next look. Every node does, and the rows
 * decide which of them was first. A job on a timetable would be up to a minute late.
 */
export function watchDue(deps: Pick<AppContext, 'clock' | 'log'>, work: Looking): DueWatch {
  const loop = new DueLoop(deps, work);
  loop.wake();
  return loop;
}

class DueLoop implements DueWatch {
  readonly #deps: Pick<AppContext, 'clock' | 'log'>;
  readonly #work: Looking;
  #timer: NodeJS.Timeout | null = null;
  #pass: Promise<void> | null = null;
  #again = false;
  #isOver = false;

  constructor(deps: Pick<AppContext, 'clock' | 'log'>, work: Looking) {
    this.#deps = deps;
    this.#work = work;
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
    const waitMs = await this.#do();
    this.#pass = null;
    if (this.#isOver) return;
    if (this.#again) return this.wake();
    this.#timer = setTimeout(() => this.wake(), waitMs).unref();
  }

  /** How long nothing will be due. */
  async #do(): Promise<number> {
    const { lookEveryMs, failure } = this.#work;
    try {
      const { nextAt } = await this.#work.look();
      if (nextAt === null) return lookEveryMs;
      return Math.min(lookEveryMs, Math.max(0, nextAt.getTime() - this.#deps.clock.now().getTime()));
    } catch (err) {
      this.#deps.log.error({ err }, failure);
      return lookEveryMs;
    }
  }
}
