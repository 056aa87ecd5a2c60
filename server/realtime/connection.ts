import { contextPath, parseContext, type ContextRef } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { unreachable } from '#lib/std/unreachable.ts';
import { closeCodes, type DownFrame } from '#lib/protocol/down.ts';
import { contextsPerFrameMax, upFrameSchema, type Subscription, type UpFrame } from '#lib/protocol/up.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { ContextRegistry } from './contexts.ts';
import { encodeFrame, textFrame, withSeq } from './frame.ts';
import type { Hub } from './hub.ts';
import { Outbox, type Asked, type Sink } from './outbox.ts';

const contextsPerSocketMax = contextsPerFrameMax;
/** Below the 30 s after which some proxies drop a quiet connection. The answer then has 15 s before we give up. */
const pingEveryMs = 20_000;
const silenceMaxMs = 35_000;
/** Typing and the like are worth nothing late: they are the first to go. */
const ephemeralBytesMax = 1024 * 1024;
/** What one slow reader may cost us. It resumes from its position, so closing loses nothing. */
const bufferedBytesMax = 4 * 1024 * 1024;
/** How long a closing socket may take to read what was written before the close. */
const closingMaxMs = 10_000;

/** What a connection needs of a socket. */
export interface Wire {
  write(frame: Buffer): void;
  bytesWaiting(): number;
  isCongested(): boolean;
  drained(): Promise<void>;
  ping(): void;
  close(code: number): void;
  destroy(): void;
}

export interface ConnectionDeps {
  hub: Hub;
  contexts: ContextRegistry;
  epoch: number;
  clock: Clock;
  log: Logger;
}

type State = { kind: 'open' } | { kind: 'closing'; code: number; sinceMs: number } | { kind: 'closed' };

/** One socket of one person, from its opening to its end. All that is written to it goes through `#write`. */
export class Connection implements Sink {
  readonly principal: SessionPrincipal;
  readonly #deps: ConnectionDeps;
  readonly #wire: Wire;
  readonly #outboxes = new Map<string, Outbox>();
  #state: State = { kind: 'open' };
  #heardMs: number;
  #pingedMs: number;
  /** Counts for a client of the old kind; null as soon as it has shown that it knows positions. */
  #seq: number | null = 0;

  constructor(deps: ConnectionDeps, principal: SessionPrincipal, wire: Wire) {
    this.#deps = deps;
    this.principal = principal;
    this.#wire = wire;
    this.#heardMs = this.#pingedMs = this.#now();
  }

  get userId(): string {
    return this.principal.userId;
  }

  /** A frame from the other side; null when it was not text. */
  receive(text: string | null): void {
    this.heard();
    if (this.#state.kind !== 'open') return;
    if (text === 'ping') return this.#write(pong);
    const frame = text === null ? null : parseUpFrame(text);
    if (frame === null) return this.send({ type: 'error', code: 'invalid_frame' });
    this.#obey(frame);
  }

  heard(): void {
    this.#heardMs = this.#now();
  }

  /** Called every second or so: pings, and gives up on who is silent. */
  beat(): void {
    const now = this.#now();
    if (this.#state.kind === 'closing' && now - this.#state.sinceMs > closingMaxMs) return this.#wire.destroy();
    if (this.#state.kind !== 'open') return;
    if (now - this.#heardMs > silenceMaxMs) return this.close(closeCodes.noHeartbeat);
    if (now - this.#pingedMs < pingEveryMs) return;
    this.#pingedMs = now;
    this.#wire.ping();
  }

  event(frame: Buffer): void {
    if (this.#seq === null) return this.#write(frame);
    this.#seq += 1;
    this.#write(withSeq(frame, this.#seq));
  }

  ephemeral(frame: Buffer): void {
    if (this.#wire.bytesWaiting() <= ephemeralBytesMax) this.event(frame);
  }

  send(frame: DownFrame): void {
    this.#write(encodeFrame(frame));
  }

  isCongested(): boolean {
    return this.#wire.isCongested();
  }

  drained(): Promise<void> {
    return this.#wire.drained();
  }

  /** We end it. */
  close(code: number): void {
    this.#transition({ kind: 'closing', code, sinceMs: this.#now() });
  }

  /** It has ended. */
  closed(): void {
    this.#transition({ kind: 'closed' });
  }

  #transition(next: State): void {
    if (this.#state.kind === 'closed' || this.#state.kind === next.kind) return;
    this.#state = next;
    for (const path of this.#outboxes.keys()) this.#unsubscribe(path);
    if (next.kind === 'closing') this.#wire.close(next.code);
  }

  #write(frame: Buffer): void {
    if (this.#state.kind !== 'open') return;
    if (this.#wire.bytesWaiting() > bufferedBytesMax) return this.close(closeCodes.tooSlow);
    this.#wire.write(frame);
  }

  #obey(frame: UpFrame): void {
    switch (frame.type) {
      case 'context.subscribe':
        for (const subscription of frame.contexts) this.#subscribe(subscription);
        return;
      case 'context.unsubscribe':
        for (const path of frame.contexts) this.#unsubscribe(path);
        return;
      case 'ack':
        // Old clients acknowledge; what was sent is known from the socket's buffer.
        return;
      default:
        unreachable(frame);
    }
  }

  #subscribe(subscription: Subscription): void {
    const isOldWay = typeof subscription === 'string';
    const path = isOldWay ? subscription : subscription.context;
    if (!isOldWay) this.#seq = null;
    const ref = parseContext(path);
    if (ref === null) return this.send({ type: 'error', code: 'forbidden', context: path });
    // Asking again replaces: the new position counts.
    this.#unsubscribe(path);
    if (this.#outboxes.size >= contextsPerSocketMax) {
      return this.send({ type: 'error', code: 'too_many_contexts', context: path, max: contextsPerSocketMax });
    }
    const { hub, epoch } = this.#deps;
    const outbox = new Outbox({ hub, sink: this, epoch, path, ref });
    // Held before anything is awaited, so that an unsubscribe in the meantime finds what it ends.
    this.#outboxes.set(path, outbox);
    void this.#run(ref, outbox, isOldWay ? null : subscription);
  }

  #unsubscribe(path: string): void {
    this.#outboxes.get(path)?.close();
    this.#outboxes.delete(path);
  }

  async #run(ref: ContextRef, outbox: Outbox, asked: Asked): Promise<void> {
    const path = contextPath(ref);
    const isCurrent = () => this.#outboxes.get(path) === outbox;
    try {
      const isAllowed = (await this.#deps.contexts.readable(this.principal, [ref])).has(ref);
      if (!isCurrent() || (isAllowed && (await outbox.run(asked))) || !isCurrent()) return;
      this.#unsubscribe(path);
      this.send({ type: 'error', code: 'forbidden', context: path });
    } catch (error) {
      if (!isCurrent()) return;
      // Most likely the database is away. The client comes back with its positions, after a while.
      this.#deps.log.warn({ err: error, context: path }, 'A subscription failed; its socket is asked to come again.');
      this.close(closeCodes.restart);
    }
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }
}

const pong = textFrame('pong');

function parseUpFrame(text: string): UpFrame | null {
  try {
    return upFrameSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
