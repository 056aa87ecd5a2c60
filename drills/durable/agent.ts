import type { Delivery } from '#lib/contract/bots.ts';
import { connectBot, type BotConnection } from '#lib/bot-sdk/connect.ts';
import type { Losses } from '../ledger.ts';

export interface AgentPlace {
  url: string;
  sandboxId: string;
  key: string;
}

/** An agent that takes whatever comes: the product's own client, and what it was told, in order. */
export class TakingAgent {
  readonly #connection: BotConnection;
  /** Of messages: by conversation, with the delivery that each first came in. */
  readonly #told = new Map<string, Map<string, string>>();
  #doubled = 0;
  streams = 0;

  constructor(place: AgentPlace) {
    this.#connection = connectBot({
      ...place,
      onOpen: () => void (this.streams += 1),
      onDelivery: (delivery) => this.#take(delivery),
      // It comes back by itself; what it lacks in the end is told.
      onError: () => undefined,
    });
  }

  get count(): number {
    return [...this.#told.values()].reduce((sum, messages) => sum + messages.size, 0);
  }

  /** Held against the messages of each conversation in their order. */
  judge(written: ReadonlyMap<string, readonly string[]>): Losses {
    const losses = { lost: 0, doubled: this.#doubled, outOfOrder: 0 };
    for (const [conversationId, messageIds] of written) {
      const told = this.#told.get(conversationId) ?? new Map<string, string>();
      losses.lost += messageIds.filter((id) => !told.has(id)).length;
      const expected = messageIds.filter((id) => told.has(id));
      losses.outOfOrder += [...told.keys()].filter((id, at) => id !== expected[at]).length;
    }
    return losses;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #take(delivery: Delivery): void {
    if (delivery.type !== 'message.created') return;
    const { conversationId, messageId, id } = delivery;
    const told = this.#told.get(conversationId) ?? new Map<string, string>();
    this.#told.set(conversationId, told);
    const before = told.get(messageId);
    if (before === undefined) told.set(messageId, id);
    // The same delivery again is how an acknowledgement that was lost is made good.
    else if (before !== id) this.#doubled += 1;
  }
}
