import { parsePresence, presencePathOf } from '#lib/contexts.ts';
import type { Backplane } from './backplane/backplane.ts';

/**
 * What this node's sockets say that they look at. However many of a person's sockets look at the same thing, the other nodes
 * hear of the first that comes and of the last that goes.
 */
export class Presence {
  readonly #backplane: Backplane;
  readonly #counts = new Map<string, number>();

  constructor(backplane: Backplane) {
    this.#backplane = backplane;
  }

  /** Until the answer is called. */
  enter(path: string, userId: string): () => void {
    const key = `${path} ${userId}`;
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    if (count === 0) this.#say('enter', path, userId);
    return () => this.#leave(path, userId);
  }

  #leave(path: string, userId: string): void {
    const key = `${path} ${userId}`;
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) return void this.#counts.set(key, count - 1);
    this.#counts.delete(key);
    this.#say('leave', path, userId);
  }

  #say(what: 'enter' | 'leave', path: string, userId: string): void {
    this.#backplane.presence[what](path, userId);
    const ref = parsePresence(path);
    if (ref?.kind !== 'conversation') return;
    this.#backplane.publish(path.slice(presencePathOf('').length), { kind: 'presence' });
  }
}
