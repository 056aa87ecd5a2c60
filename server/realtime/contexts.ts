import type { ContextRef } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { Principal } from '#lib/contract/principals.ts';
import type { StoredEvent } from './event-log.ts';

/** What a domain says about the contexts that it owns. */
export interface ContextKind<R extends ContextRef = ContextRef> {
  /**
   * Of these, the ones that this principal may listen to. A missing context and a foreign one are the same "no". One call
   * and a fixed number of statements, however many are asked for.
   */
  readable(principal: Principal, refs: R[]): Promise<R[]>;
  /** Stored events to what readers get, in the same order: ids become text here. One call a page, whatever its length. */
  hydrate(ref: R, stored: StoredEvent[]): Promise<WireEvent[]>;
}

export type RefOf<K extends ContextRef['kind']> = Extract<ContextRef, { kind: K }>;

/**
 * The door through which realtime reaches the domains above it. `app-context.ts` fills it while everything is put
 * together; nobody registers later.
 */
export class ContextRegistry {
  readonly #kinds = new Map<ContextRef['kind'], ContextKind>();
  #membersOf: ((conversationId: string) => Promise<string[]>) | null = null;

  register<K extends ContextRef['kind']>(kind: K, owner: ContextKind<RefOf<K>>): void {
    this.#kinds.set(kind, owner as ContextKind);
  }

  /** Who is in a conversation now: the audience of an event that speaks of it. */
  registerMembers(membersOf: (conversationId: string) => Promise<string[]>): void {
    this.#membersOf = membersOf;
  }

  /** Of contexts of any kind, the ones that this principal may listen to. */
  async readable(principal: Principal, refs: Iterable<ContextRef>): Promise<Set<ContextRef>> {
    const byKind = Map.groupBy(refs, (ref) => ref.kind);
    const readable = [...byKind].map(async ([kind, some]) => this.#kinds.get(kind)?.readable(principal, some) ?? []);
    return new Set((await Promise.all(readable)).flat());
  }

  kind(ref: ContextRef): ContextKind {
    return this.#kinds.get(ref.kind) ?? unreachableKind(ref);
  }

  membersOf(conversationId: string): Promise<string[]> {
    if (this.#membersOf === null) throw new Error('no domain has said who is in a conversation');
    return this.#membersOf(conversationId);
  }
}

function unreachableKind(ref: ContextRef): never {
  throw new Error(`no domain owns contexts of the kind ${ref.kind}`);
}
