/** A page that subscribes to everything it has sends a handful of frames; a program that floods sends thousands. */
const burst = 200;
const refillPerSecond = 20;
/** Who goes on after as many refusals isn't listening. */
const refusalsMax = 100;

/** How often one socket may speak. */
export class FrameBudget {
  #left = burst;
  #filledMs: number;
  #refusals = 0;

  constructor(nowMs: number) {
    this.#filledMs = nowMs;
  }

  /** `refuse` and later `end`: the frame is not obeyed. */
  take(nowMs: number): 'obey' | 'refuse' | 'end' {
    this.#left = Math.min(burst, this.#left + (Math.max(0, nowMs - this.#filledMs) / 1_000) * refillPerSecond);
    this.#filledMs = nowMs;
    if (this.#left < 1) return ++this.#refusals > refusalsMax ? 'end' : 'refuse';
    this.#left -= 1;
    return 'obey';
  }
}
