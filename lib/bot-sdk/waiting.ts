import type { Delivery } from '../contract/bots.ts';

/** Who waits for a decision, by the name of the question. Being told of one is a reason to look, and no more than that. */
export class Waiting {
  readonly #wakes = new Map<string, () => void>();

  /** Until it is taken back with what this returns. */
  add(groupId: string, wake: () => void): () => void {
    this.#wakes.set(groupId, wake);
    return () => this.#wakes.delete(groupId);
  }

  tell(delivery: Delivery): void {
    if ('groupId' in delivery) this.#wakes.get(String(delivery.groupId))?.();
  }
}
