/** Others take a writer for gone after 5 s without a ping, so every 3 s is often enough. */
export const pingEveryMs = 3_000;

interface Options {
  ping(): Promise<unknown>;
  stop(): Promise<unknown>;
  now?(): number;
}

/**
 * Says that one is writing, no oftener than it takes. What fails is dropped: the next key says it again, and what was said
 * and not taken back fades on the other side by itself.
 */
export class TypingPings {
  readonly #options: Options;
  #pingedAt = Number.NEGATIVE_INFINITY;
  #isSaid = false;
  /** The way to the server keeps no order: a stop waits for the ping that it ends, or it could come first. */
  #underWay: Promise<unknown> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The text was changed by whoever writes it. */
  changed(text: string): void {
    if (text.trim() === '') return this.stop();
    const now = (this.#options.now ?? Date.now)();
    // Behind an answer that doesn't come, pings would only pile up.
    if (now - this.#pingedAt < pingEveryMs || this.#underWay !== null) return;
    this.#pingedAt = now;
    this.#isSaid = true;
    this.#say(this.#options.ping);
  }

  /** The text is emptied, sent, or left alone for another conversation. */
  stop(): void {
    if (!this.#isSaid) return;
    this.#isSaid = false;
    this.#say(this.#options.stop);
  }

  #say(call: () => Promise<unknown>): void {
    const before = this.#underWay ?? Promise.resolve();
    const mine = before.then(call).catch(() => undefined);
    this.#underWay = mine;
    void mine.then(() => {
      if (this.#underWay === mine) this.#underWay = null;
    });
  }
}
