import { contextPath, type ContextRef } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { Readers } from './audience.ts';
import type { Counts } from './counts.ts';
import { pageSize, type Entry, type Pages } from './pages.ts';

/** What a channel serves once it has caught up: an outbox in its live phase. */
export interface LiveReader {
  deliver(entries: Entry[]): void;
  tell(frame: Buffer, readers: Readers): void;
  /** The log between the reader's position and this head is gone. */
  skipTo(head: number): void;
}

interface ChannelDeps {
  pages: Pages;
  /** From here on wake-ups arrive. */
  ready: Promise<void>;
  readHead(): Promise<number | null>;
  counts: Counts;
}

/**
 * One context that local sockets hold. It reads the log once for all of them, and its cursor says how far they were told.
 *
 * The cursor moves and the events are handed over in one synchronous step. So whoever finds, in a synchronous step of its
 * own, that it has seen up to the cursor can join there, with nothing between and nothing twice.
 */
export class Channel {
  readonly ref: ContextRef;
  readonly path: string;
  /** Resolves with false when there is no such context. */
  readonly opened: Promise<boolean>;
  readonly #pages: Pages;
  readonly #ready: Promise<void>;
  readonly #readHead: () => Promise<number | null>;
  readonly #counts: Counts;
  readonly #live = new Set<LiveReader>();
  #cursor = 0;
  #sticking: Buffer | null = null;
  #pumping: Promise<void> | null = null;
  #wokenAgain = false;

  constructor(ref: ContextRef, deps: ChannelDeps) {
    this.ref = ref;
    this.path = contextPath(ref);
    this.#pages = deps.pages;
    this.#ready = deps.ready;
    this.#readHead = deps.readHead;
    this.#counts = deps.counts;
    this.opened = this.#open();
  }

  get cursor(): number {
    return this.#cursor;
  }

  readHead(): Promise<number | null> {
    return this.#readHead();
  }

  /** For a reader that catches up to the cursor. */
  readBackfill(after: number): Promise<Entry[]> {
    return this.#pages.readShared(this.ref, after);
  }

  /** What was stuck here is told by the reader, once it has said where it begins. */
  join(reader: LiveReader): Buffer | null {
    this.#live.add(reader);
    return this.#sticking;
  }

  leave(reader: LiveReader): void {
    this.#live.delete(reader);
  }

  tell(frame: Buffer, readers: Readers): void {
    for (const reader of this.#live) reader.tell(frame, readers);
  }

  /** Tells those who are here, and everybody who joins until something newer sticks. */
  stick(frame: Buffer): void {
    this.#sticking = frame;
    this.tell(frame, 'everyone');
  }

  /** Reads what was committed since the cursor. One read at a time; who asks meanwhile makes it look once more. */
  pump(): Promise<void> {
    this.#wokenAgain = true;
    this.#pumping ??= this.#pumpUntilQuiet();
    return this.#pumping;
  }

  /** The heads were compared: this one was read from the context's row. */
  async catchUpTo(head: number): Promise<void> {
    if (this.#cursor >= head) return;
    const before = this.#cursor;
    await this.pump();
    this.#counts.wakeUpsMissed += this.#cursor - before;
    // The row says that there was something, and the log has it no more.
    if (this.#cursor < head) this.#skipTo(head);
  }

  async #open(): Promise<boolean> {
    await this.#ready;
    const head = await this.#readHead();
    this.#cursor = head ?? 0;
    return head !== null;
  }

  async #pumpUntilQuiet(): Promise<void> {
    try {
      // A wake-up that arrives while the head is being read may speak of an event behind that head.
      if (!(await this.opened)) return;
      while (this.#wokenAgain) {
        this.#wokenAgain = false;
        await this.#advance();
      }
    } finally {
      // In the same tick as the last look at the flag: a wake-up between the two would wait for nobody.
      this.#pumping = null;
    }
  }

  async #advance(): Promise<void> {
    for (;;) {
      const entries = await this.#pages.readAfter(this.ref, this.#cursor);
      const [first] = entries;
      if (first === undefined) return;
      if (first.seq !== this.#cursor + 1)
        return this.#skipTo(must(await this.#readHead(), 'the head of a held context'));
      this.#handOver(entries);
      if (entries.length < pageSize) return;
    }
  }

  #handOver(entries: Entry[]): void {
    const newest = must(entries.at(-1), 'a page that is not empty');
    this.#cursor = newest.seq;
    noteLag(this.#counts, newest.at);
    for (const reader of this.#live) reader.deliver(entries);
  }

  #skipTo(head: number): void {
    this.#cursor = head;
    for (const reader of this.#live) reader.skipTo(head);
  }
}

/** Of two clocks, the database's and ours: on one machine the same, on several as far apart as they are. */
function noteLag({ lagSeconds }: Counts, at: Date): void {
  const seconds = Math.max(0, Date.now() - at.getTime()) / 1_000;
  lagSeconds.latest = seconds;
  lagSeconds.sum += seconds;
  lagSeconds.count += 1;
}
