import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import { applyTyping, nextExpiry, nobodyTypes, withoutExpired, type Typing } from './typing-tracker.ts';

/** Who else is at an open conversation. */
export interface CompanyState {
  /** Those who look at it now, one's own devices left out. */
  here: readonly string[];
  /** Looking too, and too many to be named. */
  unnamed: number;
  /** Who is writing, in the order in which they began. */
  writing: readonly string[];
}

export const alone: CompanyState = { here: [], unnamed: 0, writing: [] };

interface Clock {
  now(): number;
  /** Runs it once, unless the answer is called before. */
  at(time: number, run: () => void): () => void;
}

/**
 * What one open conversation hears of the others. Kept beside React: who writes says so every 3 s, and only the few words
 * that change with it are drawn again. Nothing of it outlives the connection that told it.
 */
export class Company {
  readonly #ownId: string;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #typing: Typing = nobodyTypes;
  #cancel: () => void = () => undefined;
  #state = alone;

  constructor(ownId: string, clock: Clock = pageClock) {
    this.#ownId = ownId;
    this.#clock = clock;
  }

  get state(): CompanyState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  hear(event: WireEvent): void {
    if (event.event === 'presence.changed') return this.#show({ ...this.#state, ...this.#others(event.payload) });
    const next = applyTyping(this.#typing, event, { now: this.#clock.now(), ownId: this.#ownId });
    if (next !== this.#typing) this.#setTyping(next);
  }

  /** The connection is gone: nothing of this is known any more. */
  forget(): void {
    this.#setTyping(nobodyTypes);
    this.#show(alone);
  }

  #others({ memberIds, count }: EventPayload<'presence.changed'>): Pick<CompanyState, 'here' | 'unnamed'> {
    const here = memberIds.filter((id) => id !== this.#ownId);
    const self = here.length === memberIds.length ? 1 : 0;
    return { here, unnamed: Math.max(0, count - memberIds.length - self) };
  }

  /** Sets its timer anew each time, also when it came too early to end anything. */
  #setTyping(next: Typing): void {
    this.#typing = next;
    this.#cancel();
    const expiry = nextExpiry(next);
    const expire = () => this.#setTyping(withoutExpired(this.#typing, this.#clock.now()));
    this.#cancel = expiry === null ? () => undefined : this.#clock.at(expiry, expire);
    this.#show({ ...this.#state, writing: [...next.keys()] });
  }

  #show(next: CompanyState): void {
    if (isSame(this.#state, next)) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(a: CompanyState, b: CompanyState): boolean {
  return a.unnamed === b.unnamed && a.here.join() === b.here.join() && a.writing.join() === b.writing.join();
}

const pageClock: Clock = {
  now: () => Date.now(),
  at(time, run) {
    const timer = setTimeout(run, time - Date.now());
    return () => clearTimeout(timer);
  },
};
