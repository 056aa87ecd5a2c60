import type { Outcome, OutboxEntry, OutboxState } from './outbox.ts';
import { afterTry, inOrder, nextToSend, renewed, sendingAfter } from './outbox.ts';

/** Where entries survive a reload. `change` reads and writes in one transaction; an entry that is gone stays gone. */
export interface OutboxStorage {
  load(userId: string): Promise<OutboxEntry[]>;
  add(entry: OutboxEntry): Promise<void>;
  change(clientId: string, to: (entry: OutboxEntry) => OutboxEntry): Promise<void>;
  remove(clientId: string): Promise<void>;
}

interface OutboxOptions {
  userId: string;
  storage: OutboxStorage;
  send(entry: OutboxEntry): Promise<Outcome>;
  /** Tells the browser's other pages that the storage has changed. */
  announce(): void;
  /** How long "later" is, after this many tries in a row. */
  pauseMs?(tries: number): number;
}

/**
 * One page's view of the outbox. Every page shows and changes it; only the page that was told `lead()` sends. The state in
 * memory goes first, so that a message is on screen before anything is stored or sent.
 */
export class Outbox {
  #entries: readonly OutboxEntry[] = [];
  #leads = false;
  #online = false;
  #laterTries = 0;
  /** Changes on their way into storage, and all there ever were: a read must not bring back what they replace. */
  #writing = 0;
  #writes = 0;
  /** A read came at such a moment: it is made again when the writing is done. */
  #isStale = false;
  /** Being sent by this page, or refused for now and waiting for its next try. */
  readonly #underway = new Set<string>();
  readonly #pauses = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Reads what other pages or an earlier load left. */
  async refresh(): Promise<void> {
    const writesBefore = this.#writes;
    const stored = await this.#options.storage.load(this.#options.userId);
    this.#isStale = this.#writing > 0 || this.#writes !== writesBefore;
    if (!this.#isStale) {
      this.#show(inOrder(stored));
      this.#pump();
    } else if (this.#writing === 0) await this.refresh();
  }

  /** From now on this page sends. What another page had under way when it closed is uncertain, so it goes again. */
  async lead(): Promise<void> {
    await this.refresh();
    this.#leads = true;
    await this.nudge();
  }

  stopLeading(): void {
    this.#leads = false;
  }

  async setOnline(online: boolean): Promise<void> {
    const cameBack = online && !this.#online;
    this.#online = online;
    if (cameBack) await this.nudge();
  }

  /** Something has changed for the better: what is uncertain goes again, and nobody waits out a pause. */
  async nudge(): Promise<void> {
    for (const goOn of this.#pauses) goOn();
    if (this.#leads && this.#online) await this.#renewUncertain();
    this.#pump();
  }

  async add(entry: OutboxEntry): Promise<void> {
    this.#show(inOrder([...this.#entries, entry]));
    await this.#write(() => this.#options.storage.add(entry));
    this.#pump();
  }

  /** A person's own "try again" or "send again". */
  async retry(clientId: string): Promise<void> {
    await this.#setState(clientId, { name: 'queued' });
    this.#pump();
  }

  /** Also what settles an entry: its message has been seen in the log. */
  async remove(clientId: string): Promise<void> {
    if (!this.#entries.some((entry) => entry.clientId === clientId)) return;
    await this.#write(() => this.#options.storage.remove(clientId));
    this.#show(this.#entries.filter((entry) => entry.clientId !== clientId));
    this.#pump();
  }

  async #renewUncertain(): Promise<void> {
    const uncertain = this.#entries.filter((entry) => renewed(entry) !== entry && !this.#underway.has(entry.clientId));
    for (const entry of uncertain) await this.#setState(entry.clientId, { name: 'queued' });
  }

  #pump(): void {
    if (!this.#leads || !this.#online) return;
    for (const entry of nextToSend(this.#entries)) {
      if (!this.#underway.has(entry.clientId)) void this.#try(entry);
    }
  }

  async #try(entry: OutboxEntry): Promise<void> {
    this.#underway.add(entry.clientId);
    await this.#setState(entry.clientId, sendingAfter(entry.state));
    const outcome = await this.#options.send(entry);
    if (outcome.kind === 'stored') {
      this.#laterTries = 0;
      this.#underway.delete(entry.clientId);
      return this.remove(entry.clientId);
    }
    await this.#setState(entry.clientId, afterTry(outcome));
    if (outcome.kind === 'later') await this.#pause();
    this.#underway.delete(entry.clientId);
    this.#pump();
  }

  async #pause(): Promise<void> {
    const pauseMs = this.#options.pauseMs?.(++this.#laterTries) ?? Math.min(30_000, 500 * 2 ** this.#laterTries);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pauses.add(resolve);
    const timer = setTimeout(resolve, pauseMs);
    await promise;
    clearTimeout(timer);
    this.#pauses.delete(resolve);
  }

  async #setState(clientId: string, state: OutboxState): Promise<void> {
    this.#show(this.#entries.map((entry) => (entry.clientId === clientId ? { ...entry, state } : entry)));
    await this.#write(() => this.#options.storage.change(clientId, (entry) => ({ ...entry, state })));
  }

  async #write(write: () => Promise<void>): Promise<void> {
    this.#writing++;
    this.#writes++;
    try {
      await write();
    } finally {
      this.#writing--;
    }
    this.#options.announce();
    if (this.#isStale && this.#writing === 0) await this.refresh();
  }

  #show(entries: readonly OutboxEntry[]): void {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}
