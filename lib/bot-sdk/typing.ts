/** People see it for five seconds. */
const againEveryMs = 3_000;

/**
 * Says what a bot is at, again and again, until it answers or is done. A word that is lost is said again; none of them is
 * worth failing for.
 */
export class Typing {
  readonly #door: { say(activity?: string): Promise<unknown>; stop(): Promise<unknown> };
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The way to the server keeps no order: what is said last waits for what was said before. */
  #said: Promise<unknown> = Promise.resolve();
  #underWay = 0;

  constructor(door: { say(activity?: string): Promise<unknown>; stop(): Promise<unknown> }) {
    this.#door = door;
  }

  begin(activity?: string): void {
    clearInterval(this.#timer);
    const say = () => this.#say(() => this.#door.say(activity));
    // What is still on its way need not be said again.
    this.#timer = setInterval(() => this.#underWay === 0 && say(), againEveryMs);
    say();
  }

  /** What it wrote takes its place. */
  answered(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  end(): void {
    if (this.#timer === undefined) return;
    this.answered();
    this.#say(() => this.#door.stop());
  }

  #say(word: () => Promise<unknown>): void {
    this.#underWay += 1;
    this.#said = this.#said
      .then(word)
      .catch(() => undefined)
      .finally(() => (this.#underWay -= 1));
  }
}
