import { isPresencePath, parseContext, parsePresence, type ContextRef, type PresenceRef } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { DownFrame } from '#lib/protocol/down.ts';
import { contextsPerFrameMax, type Subscription } from '#lib/protocol/up.ts';
import type { ContextRegistry } from './contexts.ts';
import type { Counts } from './counts.ts';
import type { Hub } from './hub.ts';
import { Outbox, type Asked, type Sink } from './outbox.ts';
import type { Presence } from './presence.ts';

const contextsPerSocketMax = contextsPerFrameMax;

export type Refusal = Omit<Extract<DownFrame, { type: 'error' }>, 'type'>;

/** The socket, as far as what it holds is concerned. */
export interface Holder extends Sink {
  refuse(refusal: Refusal): void;
  /** What it asked for can't be had now. */
  failed(error: unknown): void;
}

export interface HoldingsDeps {
  hub: Hub;
  presence: Presence;
  contexts: ContextRegistry;
  counts: Counts;
  epoch: number;
}

/** What a path names: events to be told of, or something that its holder looks at. */
type Place = { kind: 'events'; ref: ContextRef } | { kind: 'presence'; ref: PresenceRef };

/** A context that a socket holds, or waits to be allowed to. */
interface Held {
  path: string;
  place: Place;
  asked: Asked;
  stop(): void;
}

/** The contexts that one socket holds, each of which it was allowed when it asked, and again whenever rights have changed. */
export class Holdings {
  readonly #deps: HoldingsDeps;
  readonly #principal: SessionPrincipal;
  readonly #holder: Holder;
  readonly #held = new Map<string, Held>();

  constructor(deps: HoldingsDeps, principal: SessionPrincipal, holder: Holder) {
    this.#deps = deps;
    this.#principal = principal;
    this.#holder = holder;
  }

  subscribe(subscriptions: Subscription[]): void {
    const held = subscriptions.flatMap((subscription) => this.#hold(subscription) ?? []);
    if (held.length > 0) this.#whileAllowed(held, (one) => this.#begin(one));
  }

  release(path: string): void {
    this.#held.get(path)?.stop();
    this.#held.delete(path);
  }

  releaseAll(): void {
    for (const path of this.#held.keys()) this.release(path);
  }

  /** It may not read this any more. */
  forbid(path: string): void {
    this.release(path);
    this.#holder.refuse({ code: 'forbidden', context: path });
  }

  recheck(): void {
    this.#whileAllowed([...this.#held.values()], () => undefined);
  }

  async mayStay(ref: ContextRef): Promise<boolean> {
    return (await this.#deps.contexts.readable(this.#principal, [ref])).has(ref);
  }

  /** Held before anything is awaited, so that an unsubscribe in the meantime finds what it ends. */
  #hold(subscription: Subscription): Held | null {
    const asked = typeof subscription === 'string' ? null : subscription;
    const path = typeof subscription === 'string' ? subscription : subscription.context;
    // Asking again replaces: the new position counts.
    this.release(path);
    const place = placeOf(path);
    if (place === null) return this.#refuse({ code: 'forbidden', context: path });
    if (this.#held.size >= contextsPerSocketMax) {
      return this.#refuse({ code: 'too_many_contexts', context: path, max: contextsPerSocketMax });
    }
    const held = { path, place, asked, stop: () => undefined };
    this.#held.set(path, held);
    return held;
  }

  #refuse(refusal: Refusal): null {
    this.#holder.refuse(refusal);
    return null;
  }

  /** Asks once for all of them; what may not be read is let go. */
  #whileAllowed(held: Held[], begin: (held: Held) => void): void {
    const still = () => held.filter((one) => this.#isHeld(one));
    this.#allowed(held).then(
      (allowed) => {
        for (const one of still()) {
          if (allowed.has(one)) begin(one);
          else this.forbid(one.path);
        }
      },
      (error: unknown) => still().length > 0 && this.#holder.failed(error),
    );
  }

  async #allowed(held: Held[]): Promise<Set<Held>> {
    const refs = held.map(({ place }) => place.ref).filter((ref) => ref.kind !== 'platform');
    const readable: Set<PresenceRef | ContextRef> = await this.#deps.contexts.readable(this.#principal, refs);
    return new Set(held.filter(({ place: { ref } }) => ref.kind === 'platform' || readable.has(ref)));
  }

  #begin(held: Held): void {
    const { hub, presence, epoch, counts } = this.#deps;
    const { path, place, asked } = held;
    const sink = this.#holder;
    if (place.kind === 'presence') {
      held.stop = presence.enter(path, sink.memberId);
      return sink.send({ type: 'context.subscribed', context: path, head: 0, epoch, resumed: asked !== null });
    }
    const outbox = new Outbox({ hub, sink, epoch, counts, path, ref: place.ref });
    held.stop = () => outbox.close();
    outbox.run(asked).then(
      (exists) => exists || !this.#isHeld(held) || this.forbid(path),
      (error: unknown) => this.#isHeld(held) && sink.failed(error),
    );
  }

  #isHeld(held: Held): boolean {
    return this.#held.get(held.path) === held;
  }
}

function placeOf(path: string): Place | null {
  if (isPresencePath(path)) {
    const ref = parsePresence(path);
    return ref === null ? null : { kind: 'presence', ref };
  }
  const ref = parseContext(path);
  return ref === null ? null : { kind: 'events', ref };
}
