import type { StatusReport } from './api.ts';

/** Half of the time that the server waits for one. */
const beatEveryMs = 15_000;

interface Beating {
  say(report: StatusReport): Promise<unknown>;
  capabilities: readonly string[] | undefined;
  onError: ((error: unknown) => void) | undefined;
}

/**
 * Says that the bot is there as long as its stream is: an open stream alone doesn't say that anybody is at work at this end.
 * When it goes on purpose it says that too, so that people needn't wait to find out.
 */
export class Heartbeat {
  readonly #beating: Beating;
  #timer: ReturnType<typeof setInterval> | undefined;
  #hasBegun = false;

  constructor(beating: Beating) {
    this.#beating = beating;
  }

  begin(): void {
    this.pause();
    this.#hasBegun = true;
    this.#timer = setInterval(() => void this.#say(true), beatEveryMs);
    void this.#say(true);
  }

  /** The stream has gone, and may come back. */
  pause(): void {
    clearInterval(this.#timer);
  }

  /** It goes for good. Who never came needn't say so. */
  async close(): Promise<void> {
    this.pause();
    if (this.#hasBegun) await this.#say(false);
  }

  async #say(online: boolean): Promise<void> {
    const { say, capabilities, onError } = this.#beating;
    try {
      await say({ online, at: Date.now(), ...(capabilities !== undefined && { capabilities: [...capabilities] }) });
    } catch (error) {
      onError?.(error);
    }
  }
}
