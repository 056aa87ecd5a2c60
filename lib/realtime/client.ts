import { closeCodes, downFrameSchema, type DownFrame } from '#lib/protocol/down.ts';
import { subprotocol } from '#lib/protocol/version.ts';
import { backoffMs } from './backoff.ts';
import { Subscriptions, type SubscribeOptions } from './subscriptions.ts';

/** A ticket and a handshake together; the server's own bound on a ticket is 8 s. */
const openMaxMs = 15_000;
const pingEveryMs = 15_000;
/** With the ping before it: a dead link is noticed within 25 s when idle. */
const pongMaxMs = 10_000;
/** When somebody looks again, or the network says that it is back. */
const urgentPongMaxMs = 2_000;

/** `fetchTicket` throws it for a 401 or 403: trying again alone won't help. */
export class TicketRefused extends Error {
  constructor() {
    super('no ticket is given to this session');
    this.name = 'TicketRefused';
  }
}

export interface RealtimeState {
  status: 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'signed-out' | 'stopped';
  /** When the next try is made, in milliseconds since 1970. */
  retryAt?: number;
}

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;
export type Hint = 'visible' | 'focus' | 'online' | 'offline';
type Timer = ReturnType<typeof globalThis.setTimeout>;

export interface RealtimeOptions {
  /** ws:// or wss:// address of `/connect`. */
  url: string;
  fetchTicket(): Promise<{ ticket: string }>;
  /** Once before giving up on refused tickets: drop a cached token, renew a session. */
  recover?(): Promise<void>;
  WebSocket?: new (url: string, protocols: string[]) => SocketLike;
  now?(): number;
  random?(): number;
  setTimeout?(callback: () => void, ms: number): Timer;
  clearTimeout?(timer: Timer): void;
}

type Link =
  | { kind: 'stopped' }
  | { kind: 'signed-out' }
  | { kind: 'opening'; socket: SocketLike | null; deadline: Timer }
  | { kind: 'open'; socket: SocketLike; nextPing: Timer; pongDeadline: Timer | null; pings: number }
  | { kind: 'waiting'; retry: Timer; retryAt: number };

/**
 * One socket for all of a page, held as long as anybody holds it. Every step that waited compares the generation that it
 * began in: connect, disconnect and connect in quick succession must never leave two sockets.
 */
export class RealtimeClient {
  readonly #options: RealtimeOptions;
  readonly #subscriptions = new Subscriptions();
  readonly #stateListeners = new Set<() => void>();
  #link: Link = { kind: 'stopped' };
  #state: RealtimeState = { status: 'stopped' };
  #generation = 0;
  #holders = 0;
  #failures = 0;
  #hasBeenOpen = false;
  #hasRecovered = false;
  #isOnline = true;
  /** What the server's goodbye asked for, jitter included. */
  #retryAfterMs: number | null = null;

  constructor(options: RealtimeOptions) {
    this.#options = options;
  }

  get state(): RealtimeState {
    return this.#state;
  }

  subscribeState(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => void this.#stateListeners.delete(listener);
  }

  /** Holds the connection until the answer is called. */
  acquire(): () => void {
    this.#holders += 1;
    if (this.#holders === 1) this.#connect();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#stop();
    };
  }

  /** Listens as long as the connection is held by anybody; does not hold it itself. */
  subscribe(context: string, options: SubscribeOptions): () => void {
    return this.#subscriptions.add(context, options);
  }

  retryNow(): void {
    if (this.#link.kind === 'signed-out') this.#hasRecovered = false;
    if (this.#link.kind === 'waiting' || this.#link.kind === 'signed-out') this.#connect();
  }

  /** What the page notices: it is looked at again, or the network came or went. */
  hint(hint: Hint): void {
    this.#isOnline = hint === 'online' ? true : hint === 'offline' ? false : this.#isOnline;
    if (this.#link.kind === 'open') this.#ping(urgentPongMaxMs);
    else if (this.#link.kind === 'waiting' && hint !== 'offline') this.#connect();
    else this.#report();
  }

  #connect(): void {
    const generation = ++this.#generation;
    this.#transition({ kind: 'opening', socket: null, deadline: this.#after(openMaxMs, () => this.#lost(generation)) });
    void this.#open(generation);
  }

  #stop(): void {
    this.#generation += 1;
    this.#failures = 0;
    this.#hasBeenOpen = false;
    this.#hasRecovered = false;
    this.#transition({ kind: 'stopped' });
  }

  async #open(generation: number): Promise<void> {
    try {
      const { ticket } = await this.#options.fetchTicket();
      if (generation === this.#generation) this.#openSocket(generation, ticket);
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof TicketRefused) await this.#refused(generation);
      else this.#lost(generation);
    }
  }

  /** One recovery until a socket has worked again; then it is not for us to try. */
  async #refused(generation: number): Promise<void> {
    if (this.#hasRecovered) {
      this.#generation += 1;
      return this.#transition({ kind: 'signed-out' });
    }
    this.#hasRecovered = true;
    await this.#options.recover?.().catch(() => undefined);
    if (generation === this.#generation) await this.#open(generation);
  }

  #openSocket(generation: number, ticket: string): void {
    if (this.#link.kind !== 'opening') return;
    const Socket = this.#options.WebSocket ?? WebSocket;
    const socket = new Socket(`${this.#options.url}?ticket=${encodeURIComponent(ticket)}`, [subprotocol]);
    this.#link.socket = socket;
    const ifCurrent = (run: () => void) => {
      if (generation === this.#generation) run();
    };
    socket.onopen = () => ifCurrent(() => this.#opened(socket));
    socket.onmessage = ({ data }: MessageEvent) => ifCurrent(() => this.#receive(String(data)));
    socket.onclose = ({ code }) => ifCurrent(() => this.#lost(generation, code));
  }

  #opened(socket: SocketLike): void {
    const nextPing = this.#after(pingEveryMs, () => this.#pingIdle());
    this.#transition({ kind: 'open', socket, nextPing, pongDeadline: null, pings: 0 });
    this.#hasBeenOpen = true;
    this.#subscriptions.opened({
      send: (frame) => socket.send(JSON.stringify(frame)),
      ping: () => this.#ping(pongMaxMs),
    });
    // Its pong is the first proof that more than the handshake works.
    this.#ping(pongMaxMs);
  }

  #receive(text: string): void {
    if (this.#link.kind !== 'open') return;
    this.#clear(this.#link.pongDeadline);
    this.#link.pongDeadline = null;
    // Only now: a server that accepts and closes at once must not be hammered.
    this.#failures = 0;
    this.#hasRecovered = false;
    if (text === 'pong') return this.#subscriptions.pong();
    const frame = parseFrame(text);
    if (frame?.type === 'goaway') this.#retryAfterMs = frame.retryAfterMs;
    else if (frame !== null) this.#subscriptions.receive(frame);
  }

  #pingIdle(): void {
    if (this.#link.kind !== 'open') return;
    this.#link.nextPing = this.#after(pingEveryMs, () => this.#pingIdle());
    this.#ping(pongMaxMs);
  }

  /** Anything that arrives counts as an answer. An urgent ping shortens a deadline that runs, none prolongs it. */
  #ping(pongMaxMsHere: number): number {
    if (this.#link.kind !== 'open') return 0;
    const generation = this.#generation;
    if (this.#link.pongDeadline === null || pongMaxMsHere < pongMaxMs) {
      this.#clear(this.#link.pongDeadline);
      this.#link.pongDeadline = this.#after(pongMaxMsHere, () => this.#lost(generation));
    }
    this.#link.pings += 1;
    this.#link.socket.send('ping');
    return this.#link.pings;
  }

  /** The socket is gone, or as good as gone: a dead link's own close event may take minutes. */
  #lost(generation: number, code?: number): void {
    if (generation !== this.#generation) return;
    this.#generation += 1;
    // Whether the session is over is for the ticket to say, and soon; but only once, or two who disagree would spin.
    const isRevoked = code === closeCodes.unauthorised && this.#failures === 0;
    const delayMs = isRevoked ? 0 : (this.#retryAfterMs ?? backoffMs(this.#failures, this.#options.random));
    this.#retryAfterMs = null;
    this.#failures += 1;
    const retry = this.#after(delayMs, () => this.#connect());
    this.#transition({ kind: 'waiting', retry, retryAt: this.#now() + delayMs });
  }

  /** The only writer of the link: what the old one held ends here. */
  #transition(next: Link): void {
    const old = this.#link;
    this.#link = next;
    if (old.kind === 'opening') this.#clear(old.deadline);
    if (old.kind === 'waiting') this.#clear(old.retry);
    if (old.kind === 'open') {
      this.#clear(old.nextPing);
      this.#clear(old.pongDeadline);
      this.#subscriptions.closed();
    }
    if ('socket' in old && old.socket !== null && next.kind !== 'open') abandon(old.socket);
    this.#report();
  }

  #report(): void {
    const next = this.#describe();
    if (next.status === this.#state.status && next.retryAt === this.#state.retryAt) return;
    this.#state = next;
    for (const listener of this.#stateListeners) listener();
  }

  #describe(): RealtimeState {
    const { kind } = this.#link;
    if (kind === 'stopped' || kind === 'signed-out') return { status: kind };
    if (kind === 'open') return { status: 'connected' };
    if (kind === 'opening' && !this.#hasBeenOpen && this.#failures === 0) return { status: 'connecting' };
    const status = this.#isOnline ? 'reconnecting' : 'offline';
    return this.#link.kind === 'waiting' ? { status, retryAt: this.#link.retryAt } : { status };
  }

  #after(ms: number, callback: () => void): Timer {
    return (this.#options.setTimeout ?? setTimeout)(callback, ms);
  }

  #clear(timer: Timer | null): void {
    if (timer !== null) (this.#options.clearTimeout ?? clearTimeout)(timer);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function abandon(socket: SocketLike): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}

function parseFrame(text: string): DownFrame | null {
  try {
    return downFrameSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
