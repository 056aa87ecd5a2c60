import { decode } from 'next-auth/jwt';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** Some hundred bytes each: a few megabytes at most. */
const keptMax = 5_000;

interface Opened {
  sessionId: string;
  expiresAtMs: number;
}

interface SealsDeps {
  secret: string;
  clock: Clock;
  log: Logger;
}

/**
 * Which session a sealed cookie names. Opening one derives a key and decrypts, several times what the rest of a request does, and a
 * browser sends the same one with each. What is kept says nothing of whether the session still stands.
 */
export class OpenedSeals {
  readonly #opened = new Map<string, Opened>();
  readonly #deps: SealsDeps;

  constructor(deps: SealsDeps) {
    this.#deps = deps;
  }

  /** Anything but a cookie that we sealed is nobody: forged, foreign and expired ones look the same. */
  async sessionIn(sealed: string): Promise<string | null> {
    const opened = this.#opened.get(sealed) ?? (await this.#open(sealed));
    const isGood = opened !== null && this.#deps.clock.now().getTime() < opened.expiresAtMs;
    return isGood ? opened.sessionId : null;
  }

  async #open(sealed: string): Promise<Opened | null> {
    try {
      const token = await decode({ token: sealed, secret: this.#deps.secret });
      const [sessionId, expires] = [token?.['sid'], token?.['exp']];
      if (typeof sessionId !== 'string' || typeof expires !== 'number') return null;
      const opened = { sessionId, expiresAtMs: expires * 1_000 };
      this.#keep(sealed, opened);
      return opened;
    } catch (error) {
      this.#deps.log.debug({ err: error }, 'a session cookie could not be opened');
      return null;
    }
  }

  /** The oldest goes: whoever still uses it has it opened once more. */
  #keep(sealed: string, opened: Opened): void {
    const [oldest] = this.#opened.keys();
    if (oldest !== undefined && this.#opened.size >= keptMax) this.#opened.delete(oldest);
    this.#opened.set(sealed, opened);
  }
}
