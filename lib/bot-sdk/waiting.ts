import type { Delivery } from '../contract/bots.ts';

/** More than a bot asks between two starts. */
const rememberedMax = 10_000;

/** Who waits for a decision, by the name of the question. Being told of one is a reason to look, and no more than that. */
export class Waiting {
  readonly #wakes = new Map<string, () => void>();
  /** Who writes a message that somebody may want to stop, by its id. */
  readonly #writers = new Map<string, () => void>();
  readonly #asked = new Set<string>();

  /** Until it is taken back with what this returns. */
  add(groupId: string, wake: () => void): () => void {
    this.#remember(groupId);
    this.#wakes.set(groupId, wake);
    return () => this.#wakes.delete(groupId);
  }

  /** Until it is taken back with what this returns. */
  addWriter(messageId: string, stop: () => void): () => void {
    this.#writers.set(messageId, stop);
    return () => this.#writers.delete(messageId);
  }

  tell(delivery: Delivery): void {
    if (delivery.type === 'action.executed') this.#wakes.get(delivery.groupId)?.();
    if (delivery.type === 'message.stop_requested') this.#writers.get(delivery.messageId)?.();
  }

  /** Was it asked here, since this process began? */
  knows(groupId: string): boolean {
    return this.#asked.has(groupId);
  }

  #remember(groupId: string): void {
    this.#asked.add(groupId);
    const [oldest] = this.#asked;
    if (this.#asked.size > rememberedMax && oldest !== undefined) this.#asked.delete(oldest);
  }
}
