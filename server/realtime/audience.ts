import type { Clock } from '../clock.ts';

/**
 * Who may read an event. Being allowed to listen to a sandbox is not being allowed to see everyone's conversations with
 * its agent: an event that speaks of a conversation is for that conversation's members of today, and for those it names.
 */
export type Readers = 'everyone' | ReadonlySet<string>;

export interface Spoken {
  about: string | null;
  alsoTo: string[] | null;
}

interface Known {
  members: Promise<ReadonlySet<string>>;
  until: number;
}

/** A removal must be felt within 5 s on every node, whatever invalidation was missed on the way. */
const keptMs = 5_000;
const knownMax = 10_000;

/** Members of conversations, as this node knows them. */
export class Audience {
  readonly #known = new Map<string, Known>();
  readonly #membersOf: (conversationId: string) => Promise<string[]>;
  readonly #clock: Clock;

  constructor(membersOf: (conversationId: string) => Promise<string[]>, clock: Clock) {
    this.#membersOf = membersOf;
    this.#clock = clock;
  }

  async readersOf(spoken: Spoken): Promise<Readers> {
    if (spoken.about === null) return 'everyone';
    const members = await this.#members(spoken.about);
    // The same set for every event: a copy for each would be work for each member.
    if (spoken.alsoTo === null || spoken.alsoTo.length === 0) return members;
    return new Set([...members, ...spoken.alsoTo]);
  }

  /** Called for every durable event about a conversation, before its readers are asked for: it may be the change itself. */
  forget(conversationId: string): void {
    this.#known.delete(conversationId);
  }

  #members(conversationId: string): Promise<ReadonlySet<string>> {
    const now = this.#clock.now().getTime();
    const known = this.#known.get(conversationId);
    if (known !== undefined && now < known.until) return known.members;
    const members = this.#membersOf(conversationId).then((ids) => new Set(ids));
    if (this.#known.size >= knownMax) this.#known.clear();
    this.#known.set(conversationId, { members, until: now + keptMs });
    members.catch(() => this.#known.delete(conversationId));
    return members;
  }
}

export function mayRead(readers: Readers, userId: string): boolean {
  return readers === 'everyone' || readers.has(userId);
}
