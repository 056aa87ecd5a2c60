import { Fault } from '../errors.ts';
import type { Realtime } from '../realtime/realtime.ts';

/** The streams that are open on this node: whom to wake, and what to end when the node stops. */
export class BotStreams {
  readonly #realtime: Pick<Realtime, 'nudge' | 'onNudge'>;
  readonly #open = new Set<OpenStream>();
  /** When a sign of life of each was last worth writing. Only those of late. */
  readonly #notedAt = new Map<string, number>();
  /** What is done last about each bot's presence here. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #isDraining = false;

  constructor(realtime: Pick<Realtime, 'nudge' | 'onNudge'>) {
    this.#realtime = realtime;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  enter(sandboxId: string): OpenStream {
    if (this.#isDraining) {
      throw new Fault('unavailable', 'Claw Chat is stopping. Connect again in a moment.', { retryAfterSeconds: 2 });
    }
    const stream: OpenStream = new OpenStream(() => {
      this.#open.delete(stream);
      forget();
    });
    const forget = this.#realtime.onNudge(topicOf(sandboxId), () => stream.wake());
    this.#open.add(stream);
    // It left, and is back: what it does next says that it is at work again.
    this.#notedAt.delete(sandboxId);
    return stream;
  }

  /** Once in this time for each: on another node it may be news at the same time, which does no harm. */
  isNews(sandboxId: string, { now, everyMs }: { now: Date; everyMs: number }): boolean {
    const nowMs = now.getTime();
    if (nowMs - (this.#notedAt.get(sandboxId) ?? -Infinity) < everyMs) return false;
    for (const [id, at] of this.#notedAt) {
      if (nowMs - at < everyMs) break;
      this.#notedAt.delete(id);
    }
    // At the end, so that the oldest stand first.
    this.#notedAt.delete(sandboxId);
    this.#notedAt.set(sandboxId, nowMs);
    return true;
  }

  /** After what is being done about this bot's presence already. */
  inTurn<T>(sandboxId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(sandboxId) ?? Promise.resolve()).then(work, work);
    this.#turns.set(sandboxId, turn);
    const forget = () => {
      if (this.#turns.get(sandboxId) === turn) this.#turns.delete(sandboxId);
    };
    turn.then(forget, forget);
    return turn;
  }

  /** Something may be due for these, on whichever node their streams are. */
  wake(sandboxIds: Iterable<string>): void {
    for (const sandboxId of sandboxIds) this.#realtime.nudge(topicOf(sandboxId));
  }

  /** Ends all streams, with a word that lets them come back. From now on none is opened. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const streams = [...this.#open];
    for (const stream of streams) stream.wake();
    await Promise.all(streams.map((stream) => stream.ended));
  }
}

function topicOf(sandboxId: string): string {
  return `bot ${sandboxId}`;
}

/** A place to wait. A wake-up that comes while its stream is busy is not lost: the next wait is over at once. */
export class OpenStream {
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;
  #resume: (() => void) | null = null;
  #isWoken = false;
  readonly #forget: () => void;

  constructor(forget: () => void) {
    this.#forget = forget;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  wake(): void {
    this.#isWoken = true;
    this.#resume?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resume = null;
    this.#isWoken = false;
  }

  leave(): void {
    this.#forget();
    this.#end();
  }
}
