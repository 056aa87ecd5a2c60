import { ulid } from 'ulid';
import { ask } from '#server/testing/ask.ts';
import type { Colleague, Room } from '../company.ts';
import type { Chance } from '../seed.ts';

export interface Sent {
  clientId: string;
  conversationId: string;
  messageId: string;
  /** Which house said that it is sent: the first, or the one that was restored. */
  house: number;
}

interface Writing {
  origin: string;
  person: Colleague;
  rooms: Room[];
  chance: Chance;
  /** Which house answers now. */
  house(): number;
}

/** Somebody's outbox: a message is sent again, under the same id, until somebody says that it is sent. */
export class Writers {
  readonly sent: Sent[] = [];
  readonly #writing: Writing;
  readonly #loops: Promise<void>[] = [];
  #isOver = false;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  begin(count: number): void {
    for (let n = 0; n < count; n++) this.#loops.push(this.#run());
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  by(house: number): Sent[] {
    return this.sent.filter((one) => one.house === house);
  }

  /** Null: nobody says that it is sent. */
  async send(clientId: string, { conversationId }: Room): Promise<string | null> {
    const { origin, person } = this.#writing;
    const body = { conversationId, clientId, content: [{ type: 'text', text: clientId }] };
    const sending = ask('POST', `${origin}/api/trpc/messages.send`, { headers: person.headers, body });
    const answer = await sending.catch(() => null);
    if (answer?.status !== 200) return null;
    return (answer.body as { result: { data: { messageId: string } } }).result.data.messageId;
  }

  async #run(): Promise<void> {
    const { rooms, chance, house } = this.#writing;
    while (!this.#isOver) {
      const clientId = ulid();
      const room = rooms[chance.below(rooms.length)];
      if (room === undefined) return;
      let messageId: string | null = null;
      while (messageId === null) {
        messageId = await this.send(clientId, room);
        await new Promise((resolve) => setTimeout(resolve, 5 + chance.below(20)));
      }
      this.sent.push({ clientId, conversationId: room.conversationId, messageId, house: house() });
    }
  }
}
