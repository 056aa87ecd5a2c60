import type { WireEvent } from '#lib/contract/events.ts';
import { RealtimeClient, type RealtimeOptions } from '#lib/realtime/client.ts';
import { Ledger } from './ledger.ts';

export interface WitnessOptions extends Pick<RealtimeOptions, 'url' | 'fetchTicket'> {
  /** How many times as fast as usual the client's waits pass. */
  haste?: number;
  /** Its waits in somebody else's hands altogether. */
  timers?: Required<Pick<RealtimeOptions, 'now' | 'setTimeout' | 'clearTimeout'>>;
  WebSocket?: RealtimeOptions['WebSocket'];
  onEvent?(event: WireEvent): void;
  /** The head of a snapshot that is read now: what a resync asks for. */
  readSnapshot(context: string): Promise<number>;
}

/** The product's own client, and a ledger for each context that it follows. */
export class Witness {
  readonly client: RealtimeClient;
  readonly ledgers = new Map<string, Ledger>();
  readonly #options: WitnessOptions;
  readonly #leaving = new Map<string, () => void>();
  readonly #looks = new Set<() => void>();
  #release: (() => void) | null = null;
  connections = 0;
  /** Resyncs whose snapshot was older than they said. */
  staleSnapshots = 0;

  constructor(options: WitnessOptions) {
    this.#options = options;
    const { haste = 1 } = options;
    this.client = new RealtimeClient({
      url: options.url,
      fetchTicket: options.fetchTicket,
      setTimeout: (callback, ms) => setTimeout(callback, ms / haste),
      ...options.timers,
      ...(options.WebSocket === undefined ? {} : { WebSocket: options.WebSocket }),
    });
    this.client.subscribeState(() => {
      if (this.client.state.status === 'connected') this.connections += 1;
    });
  }

  start(): void {
    this.#release ??= this.client.acquire();
  }

  stop(): void {
    this.#release?.();
    this.#release = null;
  }

  /** From a snapshot's position on. A second time: from where it stands, as a view that was closed and is opened again. */
  follow(context: string, after: number): void {
    const ledger = this.ledgers.get(context) ?? new Ledger(after);
    this.ledgers.set(context, ledger);
    this.#leaving.get(context)?.();
    const leave = this.client.subscribe(context, {
      after: ledger.newest,
      onEvent: (event) => {
        if (event.id !== undefined) ledger.event(event.id);
        this.#options.onEvent?.(event);
        this.#look();
      },
      onResync: ({ head }) => void this.#resync(ledger, context, head),
    });
    this.#leaving.set(context, leave);
  }

  again(context: string): void {
    this.follow(context, 0);
  }

  /** False when it has not happened in time. Looked at whenever something is told. */
  until(happened: () => boolean, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (answer: boolean) => {
        clearTimeout(patience);
        this.#looks.delete(look);
        resolve(answer);
      };
      const look = () => happened() && settle(true);
      const patience = setTimeout(() => settle(false), patienceMs);
      this.#looks.add(look);
      look();
    });
  }

  async #resync(ledger: Ledger, context: string, head: number): Promise<void> {
    ledger.resync(head);
    const snapshot = await this.#options.readSnapshot(context).catch(() => -1);
    if (snapshot < head) this.staleSnapshots += 1;
    this.#look();
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}
