import type { ContextRef } from '#lib/contexts.ts';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import { Fault } from '../errors.ts';
import { EventStream, type EventStreamDeps, type Pipe } from './event-stream.ts';
import { goawaySpreadMs, readersPerPersonMax } from './gateway.ts';
import type { Guests } from './guests.ts';
import type { Asked } from './outbox.ts';

export interface StreamRequest {
  principal: UserPrincipal | BotPrincipal;
  /** A context that this principal may read: whoever asks has looked. */
  ref: ContextRef;
  asked: Asked;
  pipe: Pipe;
  /** The reader has hung up. */
  gone: AbortSignal;
}

/** This node's streams. */
export class EventStreams {
  readonly #deps: EventStreamDeps;
  readonly #guests: Guests;
  readonly #open = new Set<EventStream>();
  #isDraining = false;

  constructor(deps: EventStreamDeps, guests: Guests) {
    this.#deps = deps;
    this.#guests = guests;
  }

  get size(): number {
    return this.#open.size;
  }

  open({ principal, ref, asked, pipe, gone }: StreamRequest): void {
    const stream = new EventStream(this.#deps, { principal, ref, pipe });
    this.#guests.add(stream);
    this.#open.add(stream);
    gone.addEventListener('abort', () => {
      this.#guests.remove(stream);
      this.#open.delete(stream);
      stream.end();
    });
    stream.begin(asked);
  }

  /** Asked before anything is written, while the answer can still be a refusal. */
  refuseIfFull(principal: UserPrincipal | BotPrincipal): void {
    if (this.#isDraining) {
      throw new Fault('unavailable', 'Claw Chat is stopping. Connect again in a moment.', { retryAfterSeconds: 2 });
    }
    if (this.#guests.countOf(memberIdOf(principal)) < readersPerPersonMax) return;
    throw new Fault('rate_limited', `You have ${readersPerPersonMax} connections open. Close one first.`, {
      retryAfterSeconds: 30,
    });
  }

  drain(): void {
    this.#isDraining = true;
    for (const stream of this.#open) stream.sendAway(Math.floor(Math.random() * goawaySpreadMs));
  }
}
