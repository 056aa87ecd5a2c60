import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import type { MessagePage } from '#lib/contract/chat.ts';
import { applyToLog, emptyLog, mergeMessages, type ConversationLog } from '#lib/realtime/apply-event.ts';
import { RealtimeClient } from '#lib/realtime/client.ts';
import { ask } from '#server/testing/ask.ts';
import { fetchTicket, type Colleague, type Room } from '../company.ts';

/** A device of somebody's that shows some conversations: the product's own client and reducer, without anything to see. */
export class Page {
  readonly #origin: string;
  readonly #person: Colleague;
  readonly #client: RealtimeClient;
  readonly #logs = new Map<string, ConversationLog>();
  #release: () => void = () => undefined;

  constructor(origin: string, person: Colleague) {
    this.#origin = origin;
    this.#person = person;
    this.#client = new RealtimeClient({
      url: `${origin.replace('http', 'ws')}/connect`,
      random: () => 0.1,
      fetchTicket: () => fetchTicket(origin, person),
    });
  }

  async open(rooms: Room[]): Promise<void> {
    for (const room of rooms) {
      const { context, conversationId } = room;
      await this.#read(room);
      this.#client.subscribe(context, {
        after: this.#log(conversationId).head,
        onEvent: (event) => this.#logs.set(conversationId, applyToLog(this.#log(conversationId), event)),
        onResync: () => void this.#read(room),
      });
    }
    this.#release = this.#client.acquire();
  }

  close(): void {
    this.#release();
  }

  /** What it shows of a question. */
  card(conversationId: string, messageId: string): ApprovalBlock | null {
    const message = this.#log(conversationId).messages.find(({ id }) => id === messageId);
    return message?.content.find((block): block is ApprovalBlock => block.type === 'actions') ?? null;
  }

  #log(conversationId: string): ConversationLog {
    return this.#logs.get(conversationId) ?? emptyLog;
  }

  async #read({ conversationId }: Room): Promise<void> {
    const input = encodeURIComponent(JSON.stringify({ conversationId }));
    const url = `${this.#origin}/api/trpc/messages.list?input=${input}`;
    const { body } = await ask('GET', url, { headers: this.#person.headers });
    const { messages, head } = body.result.data as MessagePage;
    this.#logs.set(conversationId, mergeMessages(this.#log(conversationId), messages, head));
  }
}
