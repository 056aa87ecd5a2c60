import type { ContextRef } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { unreachable } from '#lib/std/unreachable.ts';
import { closeCodes, type DownFrame } from '#lib/protocol/down.ts';
import { contextsPerFrameMax, type Subscription, type UpFrame } from '#lib/protocol/up.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { encodeFrame, textFrame, withSeq } from './frame.ts';
import { FrameBudget } from './frame-budget.ts';
import type { Guest, Guests } from './guests.ts';
import { Holdings, type Holder, type HoldingsDeps, type Refusal } from './holdings.ts';
import { parseUpFrame } from './up-frame.ts';

/** Below the 30 s after which some proxies drop a quiet connection. The answer then has 15 s before we give up. */
const pingEveryMs = 20_000;
const silenceMaxMs = 35_000;
/** Typing and the like are worth nothing late: they are the first to go. */
export const ephemeralBytesMax = 1024 * 1024;
/** What one slow reader may cost us. It resumes from its position, so closing loses nothing. */
export const bufferedBytesMax = 4 * 1024 * 1024;
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

export interface ConnectionDeps extends HoldingsDeps {
  guests: Guests;
  clock: Clock;
  log: Logger;
}

const open = { kind: 'open' } as const;
type State = typeof open | { kind: 'closing'; code: number; sinceMs: number } | { kind: 'closed' };

/** One socket of one person, from its opening to its end. All that is written to it goes through `#write`. */
export class Connection implements Holder, Guest {
  readonly keyId = null;
  readonly #principal: SessionPrincipal;
  readonly #deps: ConnectionDeps;
  readonly #wire: Wire;
  #holdings: Holdings | null = null;
  #budget: FrameBudget | null = null;
  #state: State = open;
  #heardMs: number;
  #pingedMs: number;
  /** Counts for a client of the old kind; null as soon as it has shown that it knows positions. */
  #seq: number | null = 0;

  constructor(deps: ConnectionDeps, principal: SessionPrincipal, wire: Wire) {
    this.#deps = deps;
    this.#wire = wire;
    this.#heardMs = this.#pingedMs = this.#now();
    this.#principal = principal;
  }

  get memberId(): string {
    return this.#principal.userId;
  }

  get sessionId(): string {
    return this.#principal.sessionId;
  }

  /** A frame from the other side; null when it was not text. */
  receive(text: string | null): void {
    this.heard();
    if (this.#state.kind !== 'open') return;
    this.#budget ??= new FrameBudget(this.#heardMs);
    const verdict = this.#budget.take(this.#heardMs);
    if (verdict === 'end') return this.close(closeCodes.protocolError);
    if (verdict === 'refuse') return this.refuse({ code: 'rate_limited' });
    if (text === 'ping') return this.#write(pong);
    const frame = text === null ? 'invalid_frame' : parseUpFrame(text);
    if (frame === 'invalid_frame') return this.refuse({ code: frame });
    if (frame === 'too_many_contexts') return this.refuse({ code: frame, max: contextsPerFrameMax });
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
    if (now - this.#heardMs > silenceMaxMs) {
      this.#deps.counts.silent += 1;
      return this.close(closeCodes.noHeartbeat);
    }
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
    else this.#deps.counts.ephemeralsDropped += 1;
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

  mayStay(ref: ContextRef): Promise<boolean> {
    return this.#heldHere.mayStay(ref);
  }

  forbid(path: string): void {
    this.#heldHere.forbid(path);
  }

  refuse(refusal: Refusal): void {
    this.#deps.counts.refusals += 1;
    this.send({ type: 'error', ...refusal });
  }

  /** Most likely the database is away. The client comes back with its positions, after a while. */
  failed(error: unknown): void {
    this.#deps.log.warn({ err: error }, 'A subscription failed; its socket is asked to come again.');
    this.close(closeCodes.restart);
  }

  revoke(): void {
    this.close(closeCodes.unauthorised);
  }

  recheck(): void {
    this.#holdings?.recheck();
  }

  /** We end it. */
  close(code: number): void {
    this.#transition({ kind: 'closing', code, sinceMs: this.#now() });
  }

  /** It has ended. */
  closed(): void {
    this.#transition({ kind: 'closed' });
  }

  /** Made when something is held for the first time: most of a node's sockets are quiet tabs. */
  get #heldHere(): Holdings {
    return (this.#holdings ??= new Holdings(this.#deps, this.#principal, this));
  }

  #transition(next: State): void {
    if (this.#state.kind === 'closed' || this.#state.kind === next.kind) return;
    this.#state = next;
    // From here on it takes nobody's place, though the other side may need a while to go.
    this.#deps.guests.remove(this);
    this.#holdings?.releaseAll();
    if (next.kind === 'closing') this.#wire.close(next.code);
  }

  #write(frame: Buffer): void {
    if (this.#state.kind !== 'open') return;
    if (this.#wire.bytesWaiting() > bufferedBytesMax) {
      this.#deps.counts.tooSlow += 1;
      return this.close(closeCodes.tooSlow);
    }
    this.#wire.write(frame);
  }

  #obey(frame: UpFrame): void {
    switch (frame.type) {
      case 'context.subscribe':
        return this.#subscribe(frame.contexts);
      case 'context.unsubscribe':
        for (const path of frame.contexts) this.#holdings?.release(path);
        return;
      case 'ack':
        // Old clients acknowledge; what was sent is known from the socket's buffer.
        return;
      default:
        unreachable(frame);
    }
  }

  #subscribe(subscriptions: Subscription[]): void {
    if (subscriptions.some((subscription) => typeof subscription !== 'string')) this.#seq = null;
    this.#heldHere.subscribe(subscriptions);
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }
}

const pong = textFrame('pong');
