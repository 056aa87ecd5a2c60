import type { AppendResult } from '../contract/streams.ts';
import { textMax } from '../contract/limits.ts';
import { BotApiError } from './api.ts';
import { pause, untilHeard } from './until-heard.ts';

/** Readers can't tell more than ten changes a second from a flow, and each is a row and a frame to everybody. */
const everyMs = 100;
/** Often enough to hear of a reader's stop before the message is ended without us. */
const aliveEveryMs = 5_000;

/**
 * Says a text as it comes, in order, each piece until it is known to be stored: what was said already is found to be there by
 * its offset, so a lost answer repeats nothing. Says that it lives while nothing comes.
 */
export class Appender {
  readonly #say: (offset: number, text: string) => Promise<AppendResult>;
  readonly #stopping = new AbortController();
  #offset: number;
  #waiting = '';
  #isClosing = false;
  #isStopped = false;
  #wake: () => void = () => undefined;
  /** Settles when all is said after `close`, or when nothing more can be. */
  readonly ended: Promise<void>;

  constructor(offset: number, say: (offset: number, text: string) => Promise<AppendResult>) {
    this.#offset = offset;
    this.#say = say;
    this.ended = this.#run();
    // Whoever waits for it gets it; nobody has to.
    this.ended.catch(() => undefined);
  }

  /** Aborts when a reader has read enough, or when nothing will ever be read. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** A reader has read enough, as the server says with an append or with a delivery. */
  stop(): void {
    this.#isStopped = true;
    this.#stopping.abort();
  }

  add(text: string): void {
    this.#waiting += text;
    this.#wake();
  }

  close(): Promise<void> {
    this.#isClosing = true;
    this.#wake();
    return this.ended;
  }

  /** Says nothing more, not even that it lives. */
  abandon(): void {
    this.#waiting = '';
    void this.close();
  }

  async #run(): Promise<void> {
    try {
      while (await this.#isMoreToSay()) {
        const [piece] = await Promise.all([this.#sayNext(), pause(everyMs)]);
        this.#offset += piece.length;
      }
    } catch (error) {
      // What was ended because we were silent for too long can still be said at the end.
      if (!(error instanceof BotApiError && error.code === 'conflict')) this.#stopping.abort();
      throw error;
    }
  }

  /** A piece, the word that we live, or nothing after the last one. */
  async #isMoreToSay(): Promise<boolean> {
    if (this.#isClosing) this.#waiting = this.#waiting.toWellFormed();
    if (endOf(this.#waiting) > 0) return true;
    if (this.#isClosing) return false;
    const isWoken = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), aliveEveryMs);
      this.#wake = () => (clearTimeout(timer), resolve(true));
    });
    return isWoken ? this.#isMoreToSay() : true;
  }

  async #sayNext(): Promise<string> {
    const piece = this.#waiting.slice(0, endOf(this.#waiting));
    this.#waiting = this.#waiting.slice(piece.length);
    const { stopRequested } = await untilHeard(() => this.#say(this.#offset, piece));
    if (stopRequested) this.stop();
    return piece;
  }
}

/** Not in the middle of a character: its other half may come with the next word. */
function endOf(text: string): number {
  const end = Math.min(text.length, textMax);
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}
