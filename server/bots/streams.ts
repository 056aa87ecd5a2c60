import { Fault } from '../errors.ts';

/** The streams that are open on this node: whom to wake, and what to end when the node stops. */
export class BotStreams {
  readonly #open = new Map<string, Set<OpenStream>>();
  #isDraining = false;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  enter(sandboxId: string): OpenStream {
    if (this.#isDraining) {
      throw new Fault('unavailable', 'Claw Chat is stopping. Connect again in a moment.', { retryAfterSeconds: 2 });
    }
    const streams = this.#open.get(sandboxId) ?? new Set();
    this.#open.set(sandboxId, streams);
    const stream = new OpenStream(() => {
      streams.delete(stream);
      if (streams.size === 0 && this.#open.get(sandboxId) === streams) this.#open.delete(sandboxId);
    });
    streams.add(stream);
    return stream;
  }

  /** Something may be due for these. Those of other nodes find it by themselves, with their next look. */
  wake(sandboxIds: Iterable<string>): void {
    for (const sandboxId of sandboxIds) {
      for (const stream of this.#open.get(sandboxId) ?? []) stream.wake();
    }
  }

  /** Ends all streams, with a word that lets them come back. From now on none is opened. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const streams = [...this.#open.values()].flatMap((some) => [...some]);
    for (const stream of streams) stream.wake();
    await Promise.all(streams.map((stream) => stream.ended));
  }
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
