import type { ContextRef } from '#lib/contexts.ts';
import type { DownFrame } from '#lib/protocol/down.ts';
import { mayRead, type Readers } from './audience.ts';
import type { Channel, LiveReader } from './channel.ts';
import type { Counts } from './counts.ts';
import type { Hub } from './hub.ts';
import type { Entry } from './pages.ts';

/** Beyond this a snapshot is cheaper for both sides than the events. */
const backfillMax = 10_000;

/** Where the frames go. */
export interface Sink {
  /** A person's id, or a bot's. */
  readonly memberId: string;
  event(frame: Buffer, seq: number): void;
  ephemeral(frame: Buffer): void;
  send(frame: DownFrame): void;
  /** Asked in a backfill that comes to the reader's own leaving: did they come back since? */
  mayStay(ref: ContextRef): Promise<boolean>;
  /** The reader has left what it read: nothing that follows is theirs. */
  forbid(path: string): void;
  isCongested(): boolean;
  /** Resolves when what waits has gone, or the other side has. */
  drained(): Promise<void>;
}

/** What a reader knows already; null is the old way, from now on. */
export type Asked = { after: number; epoch?: number | undefined } | null;

type Phase = 'backfill' | 'live' | 'closed';

/**
 * One socket's reading of one context: backfill → cutover → live. `lastSeen` is the only thing that keeps an event from
 * being sent twice, in every phase.
 */
export class Outbox implements LiveReader {
  readonly #hub: Hub;
  readonly #channel: Channel;
  readonly #sink: Sink;
  readonly #epoch: number;
  readonly #counts: Counts;
  #phase: Phase = 'backfill';
  #lastSeen = 0;
  /** The newest position that this reader may not see, not yet told as a cursor. */
  #passedOver = 0;

  constructor(deps: { hub: Hub; sink: Sink; epoch: number; counts: Counts; path: string; ref: ContextRef }) {
    this.#hub = deps.hub;
    this.#sink = deps.sink;
    this.#epoch = deps.epoch;
    this.#counts = deps.counts;
    this.#channel = deps.hub.hold(deps.path, deps.ref);
  }

  /** False when there is no such context. */
  async run(asked: Asked): Promise<boolean> {
    if (!(await this.#channel.opened)) return false;
    let resumed = asked !== null && (await this.#canResume(asked));
    if (resumed) this.#lastSeen = asked?.after ?? 0;
    while (resumed && !this.#isClosed() && this.#lastSeen < this.#channel.cursor) resumed = await this.#sendNextPage();
    // The cutover. From the comparison above to the join nothing is awaited, not even a promise that is settled: in one
    // tick between them the channel could hand over an event that this reader would then never get.
    if (this.#isClosed()) return true;
    // The old way, or a log that doesn't reach back: from here on.
    if (!resumed) this.#lastSeen = this.#channel.cursor;
    if (!resumed && asked !== null) this.#sendPosition('context.resync');
    this.#cutOver(resumed);
    return true;
  }

  close(): void {
    this.#phase = 'closed';
    this.#channel.leave(this);
    this.#hub.release(this.#channel);
  }

  deliver(entries: Entry[]): void {
    for (const entry of entries) {
      this.#put(entry);
      // In the order of the log: whatever comes after somebody's leaving is not theirs to read.
      if (entry.leaver === this.#sink.memberId) return this.#sink.forbid(this.#channel.path);
    }
    this.#tellPassedOver();
  }

  tell(frame: Buffer, readers: Readers): void {
    if (mayRead(readers, this.#sink.memberId)) this.#toldEphemeral(frame);
  }

  skipTo(head: number): void {
    if (head <= this.#lastSeen) return;
    this.#lastSeen = head;
    this.#passedOver = 0;
    this.#sendPosition('context.resync');
  }

  async #canResume({ after, epoch }: { after: number; epoch?: number | undefined }): Promise<boolean> {
    if (after < 0 || (epoch !== undefined && epoch !== this.#epoch)) return false;
    if (this.#channel.cursor - after > backfillMax) return false;
    if (after <= this.#channel.cursor) return true;
    // A snapshot may be newer than what this node has read; newer than the row's own head is another history.
    return after <= ((await this.#channel.readHead()) ?? 0);
  }

  /** False when the log has lost what comes next. Memory is bounded by one page and the socket's buffer. */
  async #sendNextPage(): Promise<boolean> {
    const entries = await this.#channel.readBackfill(this.#lastSeen);
    // Positions have no gaps, so a missing row says that its partition was dropped.
    if (entries[0]?.seq !== this.#lastSeen + 1) return false;
    for (const entry of entries) {
      if (this.#isClosed()) return true;
      this.#put(entry);
      if (entry.leaver === this.#sink.memberId && !(await this.#mayStay())) return true;
      if (this.#sink.isCongested()) await this.#sink.drained();
    }
    if (!this.#isClosed()) this.#tellPassedOver();
    return true;
  }

  /** Their leaving is in the log for good; having come back since counts. */
  async #mayStay(): Promise<boolean> {
    if (await this.#sink.mayStay(this.#channel.ref)) return true;
    if (!this.#isClosed()) this.#sink.forbid(this.#channel.path);
    return false;
  }

  #toldEphemeral(frame: Buffer): void {
    this.#counts.ephemerals += 1;
    this.#sink.ephemeral(frame);
  }

  #cutOver(resumed: boolean): void {
    this.#phase = 'live';
    const sticking = this.#channel.join(this);
    this.#sendPosition('context.subscribed', resumed);
    if (sticking !== null) this.#toldEphemeral(sticking);
  }

  #put(entry: Entry): void {
    if (entry.seq <= this.#lastSeen) return;
    this.#lastSeen = entry.seq;
    if (entry.frame === null || !mayRead(entry.readers, this.#sink.memberId)) {
      this.#passedOver = entry.seq;
      return;
    }
    this.#tellPassedOver();
    this.#counts.events += 1;
    this.#sink.event(entry.frame, entry.seq);
  }

  /** Told before the next event and at the end of a page: otherwise a reader would take the step for a loss. */
  #tellPassedOver(): void {
    if (this.#passedOver === 0) return;
    this.#sink.send({ type: 'context.cursor', context: this.#channel.path, id: this.#passedOver });
    this.#passedOver = 0;
  }

  #sendPosition(type: 'context.resync'): void;
  #sendPosition(type: 'context.subscribed', resumed: boolean): void;
  #sendPosition(type: 'context.resync' | 'context.subscribed', resumed = false): void {
    if (type === 'context.resync') this.#counts.resyncs += 1;
    const position = { context: this.#channel.path, head: this.#lastSeen, epoch: this.#epoch };
    this.#sink.send(type === 'context.resync' ? { type, ...position } : { type, ...position, resumed });
  }

  #isClosed(): boolean {
    return this.#phase === 'closed';
  }
}
