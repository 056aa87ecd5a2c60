import { parseEvent, type WireEvent } from '#lib/contract/events.ts';
import type { DownFrame, SocketErrorCode } from '#lib/protocol/down.ts';
import { contextsPerFrameMax, type Subscription, type UpFrame } from '#lib/protocol/up.ts';

export interface Position {
  head: number;
  /** The installation's: positions of two epochs have nothing to do with each other. */
  epoch: number;
}

export interface SubscribeOptions {
  /** The position of the snapshot in hand. Without it: from now on. */
  after?: number;
  epoch?: number;
  /** Durable events come once, in order, without gaps; ephemeral ones (no id) as they come. */
  onEvent?(event: WireEvent): void;
  /** What came before this position is lost to this subscription: read the snapshot again. Events go on after it. */
  onResync?(position: Position): void;
  /** From here on nothing is missed. `resumed`: nor was anything since `after`. */
  onSubscribed?(position: Position & { resumed: boolean }): void;
  onRefused?(code: SocketErrorCode): void;
}

interface Listener {
  options: SubscribeOptions;
  /** Null until the server says where "now" is. */
  position: number | null;
}

interface Entry {
  listeners: Set<Listener>;
  /** How far the socket has brought this context; null as long as it is not known. */
  reached: number | null;
  epoch: number | null;
  /** What arrives before this many pongs belongs to an earlier request. */
  fromPong: number;
  isSubscribed: boolean;
}

type EventFrame = Extract<DownFrame, { type: 'event' }>;

/** What a socket must be able to do for its subscriptions. Called only between `opened` and `closed`. */
export interface Uplink {
  send(frame: UpFrame): void;
  /** Sends a ping and answers which one it is: the first is 1. */
  ping(): number;
}

/**
 * The contexts that somebody here listens to, and how far each has come. Positions outlive the socket: the next one is
 * asked for what followed them.
 */
export class Subscriptions {
  readonly #entries = new Map<string, Entry>();
  /** To be brought in line with the server: subscribed if it has an entry, unsubscribed if not. */
  readonly #changed = new Set<string>();
  /** What this socket was asked for, ever. */
  readonly #asked = new Set<string>();
  #uplink: Uplink | null = null;
  #pongs = 0;
  #isFlushing = false;

  add(context: string, options: SubscribeOptions): () => void {
    const entry = this.#entries.get(context) ?? this.#addEntry(context);
    const listener: Listener = { options, position: options.after ?? null };
    entry.listeners.add(listener);
    this.#settleIn(context, entry, listener);
    return () => this.#remove(context, entry, listener);
  }

  opened(uplink: Uplink): void {
    this.#uplink = uplink;
    this.#pongs = 0;
    this.#asked.clear();
    for (const context of this.#entries.keys()) this.#changed.add(context);
    this.#flush();
  }

  closed(): void {
    this.#uplink = null;
    for (const entry of this.#entries.values()) {
      entry.isSubscribed = false;
      entry.fromPong = 0;
    }
  }

  pong(): void {
    this.#pongs += 1;
  }

  receive(frame: Exclude<DownFrame, { type: 'goaway' }>): void {
    const entry = frame.context === undefined ? undefined : this.#entries.get(frame.context);
    if (entry === undefined || this.#pongs < entry.fromPong) return;
    switch (frame.type) {
      case 'event':
        return this.#event(entry, frame);
      case 'context.cursor':
        return this.#passOver(entry, frame.id);
      case 'context.resync':
        return this.#resync(entry, frame);
      case 'context.subscribed':
        return this.#subscribed(entry, frame);
      case 'error':
        for (const { options } of entry.listeners) safely(() => options.onRefused?.(frame.code));
    }
  }

  #addEntry(context: string): Entry {
    const entry = { listeners: new Set<Listener>(), reached: null, epoch: null, fromPong: 0, isSubscribed: false };
    this.#entries.set(context, entry);
    this.#change(context);
    return entry;
  }

  /** A listener that comes to a context which others hold already. */
  #settleIn(context: string, entry: Entry, listener: Listener): void {
    const { reached, epoch } = entry;
    if (!entry.isSubscribed || reached === null || epoch === null) return;
    const isOfOtherEpoch = listener.options.epoch !== undefined && listener.options.epoch !== epoch;
    if (listener.position !== null && listener.position < reached && !isOfOtherEpoch) return this.#change(context);
    const resumed = listener.position !== null && !isOfOtherEpoch;
    if (!resumed) listener.position = reached;
    // Not before `add` has returned: the caller may have to put what it got into place first.
    queueMicrotask(() => {
      if (!entry.listeners.has(listener)) return;
      if (isOfOtherEpoch) listener.options.onResync?.({ head: reached, epoch });
      listener.options.onSubscribed?.({ head: reached, epoch, resumed });
    });
  }

  #remove(context: string, entry: Entry, listener: Listener): void {
    if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
    this.#entries.delete(context);
    this.#change(context);
  }

  #event(entry: Entry, frame: EventFrame): void {
    const { id } = frame;
    if (id === undefined) return this.#hand([...entry.listeners], frame);
    if (entry.reached === null || id <= entry.reached) return;
    // Something was lost on the way. What came is thrown away too: it comes again, after what is missing.
    if (id > entry.reached + 1) return this.#change(frame.context);
    entry.reached = id;
    const behind = [...entry.listeners].filter(({ position }) => position !== null && position < id);
    // Before any handler runs: one that throws, or subscribes, must find positions that are true.
    for (const listener of behind) listener.position = id;
    this.#hand(behind, frame);
  }

  /** An event that is unknown here, or not of its name's shape, counts as seen and is told to nobody. */
  #hand(listeners: Listener[], { context, event: name, payload, id }: EventFrame): void {
    const event = parseEvent({ context, event: name, payload, ...(id === undefined ? {} : { id }) });
    if (event === null) return;
    for (const { options } of listeners) safely(() => options.onEvent?.(event));
  }

  #passOver(entry: Entry, id: number): void {
    if (entry.reached === null || id <= entry.reached) return;
    entry.reached = id;
    for (const listener of entry.listeners) {
      if (listener.position !== null && listener.position < id) listener.position = id;
    }
  }

  #resync(entry: Entry, { head, epoch }: Position): void {
    entry.reached = head;
    entry.epoch = epoch;
    for (const listener of entry.listeners) {
      listener.position = head;
      safely(() => listener.options.onResync?.({ head, epoch }));
    }
  }

  #subscribed(entry: Entry, frame: Extract<DownFrame, { type: 'context.subscribed' }>): void {
    const { head, epoch, resumed } = frame;
    entry.reached ??= head;
    if (entry.reached < head) return this.#change(frame.context);
    entry.epoch = epoch;
    entry.isSubscribed = true;
    for (const listener of entry.listeners) {
      listener.position ??= head;
      safely(() => listener.options.onSubscribed?.({ head, epoch, resumed }));
    }
  }

  /** Changes of one turn are sent together: a list that subscribes to fifty conversations sends one frame. */
  #change(context: string): void {
    this.#changed.add(context);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const uplink = this.#uplink;
    if (uplink === null) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    const held = changed.filter((context) => this.#asked.has(context));
    const wanted = changed.filter((context) => this.#entries.has(context));
    for (const contexts of chunks(held)) uplink.send({ type: 'context.unsubscribe', contexts });
    const subscriptions = this.#request(wanted, held, uplink);
    for (const contexts of chunks(subscriptions)) uplink.send({ type: 'context.subscribe', contexts });
  }

  /**
   * A context that this socket had before may still have frames on the way, and they look like the new ones. Its request
   * therefore goes out behind an unsubscribe and a ping: after that ping's pong nothing old can come.
   */
  #request(wanted: string[], held: string[], uplink: Uplink): Subscription[] {
    const isAgain = wanted.some((context) => held.includes(context));
    const pong = isAgain ? uplink.ping() : 0;
    return wanted.flatMap((context) => {
      const entry = this.#entries.get(context);
      if (entry === undefined) return [];
      entry.fromPong = held.includes(context) ? pong : 0;
      entry.isSubscribed = false;
      entry.reached = lowest(entry.listeners);
      this.#asked.add(context);
      return [subscriptionOf(context, entry)];
    });
  }
}

function subscriptionOf(context: string, entry: Entry): Subscription {
  if (entry.reached === null) return context;
  const epoch = entry.epoch ?? [...entry.listeners].find(({ options }) => options.epoch !== undefined)?.options.epoch;
  return { context, after: entry.reached, ...(epoch === undefined ? {} : { epoch }) };
}

/** Whoever is least far decides where the socket resumes; the others drop what they have. */
function lowest(listeners: Set<Listener>): number | null {
  const positions = [...listeners].map(({ position }) => position).filter((position) => position !== null);
  return positions.length === 0 ? null : Math.min(...positions);
}

function chunks<T>(items: T[]): T[][] {
  const count = Math.ceil(items.length / contextsPerFrameMax);
  return Array.from({ length: count }, (_, i) => items.slice(i * contextsPerFrameMax, (i + 1) * contextsPerFrameMax));
}

/** A handler that throws is reported like any uncaught error, and stops nothing here. */
function safely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
