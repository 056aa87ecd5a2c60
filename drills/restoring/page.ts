import { RealtimeClient } from '#lib/realtime/client.ts';
import { fetchTicket, type Colleague, type Room } from '../company.ts';

export interface PageOptions {
  origin: string;
  person: Colleague;
  rooms: Room[];
  /** The messages of a room as they stand, and the position that they were read at. */
  read(room: Room): Promise<{ head: number; ids: string[] }>;
}

const lookEveryMs = 50;
const looksMax = 600;

/** A page that stays open: the product's client, and which messages it shows of each room. */
export class Page {
  readonly #shown = new Map<string, Set<string>>();
  resyncs = 0;
  readonly #options: PageOptions;
  readonly #client: RealtimeClient;
  #close: () => void = () => undefined;

  constructor(options: PageOptions) {
    this.#options = options;
    const { origin, person } = options;
    this.#client = new RealtimeClient({
      url: `${origin.replace('http', 'ws')}/connect`,
      fetchTicket: () => fetchTicket(origin, person),
      // A house that is being restored is looked for more often than a page would.
      setTimeout: (callback, ms) => setTimeout(callback, ms / 10),
    });
  }

  async open(): Promise<void> {
    for (const room of this.#options.rooms) await this.#follow(room);
    this.#close = this.#client.acquire();
  }

  /** False: in half a minute it didn't come to show these and no others. */
  async shows({ context }: Room, ids: string[]): Promise<boolean> {
    const wanted = ids.toSorted().join();
    for (let look = 0; look < looksMax; look++) {
      if ([...(this.#shown.get(context) ?? [])].toSorted().join() === wanted) return true;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return false;
  }

  close(): void {
    this.#close();
  }

  async #follow(room: Room): Promise<void> {
    const { head, ids } = await this.#options.read(room);
    this.#shown.set(room.context, new Set(ids));
    this.#client.subscribe(room.context, {
      after: head,
      onEvent: ({ event, payload }) => {
        if (event === 'message.created') this.#shown.get(room.context)?.add(payload.messageId);
      },
      onResync: () => void this.#resync(room),
    });
  }

  /** What came while it was read is told after the position of the resync, and so again. */
  async #resync(room: Room): Promise<void> {
    this.resyncs += 1;
    const told = new Set<string>();
    this.#shown.set(room.context, told);
    const { ids } = await this.#options.read(room);
    for (const id of ids) told.add(id);
  }
}
