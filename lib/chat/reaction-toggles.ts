import type { Reaction } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { marksOf, tally } from '#lib/realtime/reactions.ts';

export interface ToggleOperation {
  messageId: string;
  emoji: string;
  isThere: boolean;
  operationId: string;
}

interface ToggleOptions {
  reader: string;
  newId(): string;
  /** Answers with the operation by which it is so now: another one, or null, when it was so already. */
  send(operation: ToggleOperation): Promise<string | null>;
}

interface Wish {
  messageId: string;
  emoji: string;
  /** What the person wants, now. */
  isThere: boolean;
  sent: ToggleOperation | null;
  /** The log has shown the operation that was sent: from here on the log is right by itself. */
  isSeen: boolean;
}

/**
 * One's own reactions, shown as one wants them before anybody knows. A wish lies over the log until the log has what came of
 * it, or until it was refused; of one reaction one operation is under way at a time, so that the last press wins.
 */
export class ReactionToggles {
  readonly #wishes = new Map<string, Wish>();
  readonly #listeners = new Set<() => void>();
  readonly #options: ToggleOptions;
  #changes = 0;

  constructor(options: ToggleOptions) {
    this.#options = options;
  }

  /** Raised by every change, for whoever shows them. */
  get changes(): number {
    return this.#changes;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Fails when it was refused: then it is as it was. */
  async toggle(messageId: string, emoji: string, isThere: boolean): Promise<void> {
    const wish = this.#wishes.get(keyOf(messageId, emoji));
    if (wish !== undefined) {
      wish.isThere = isThere;
      this.#tell();
      return wish.sent === null ? this.#bringAbout(wish) : undefined;
    }
    const made: Wish = { messageId, emoji, isThere, sent: null, isSeen: false };
    this.#wishes.set(keyOf(messageId, emoji), made);
    this.#tell();
    return this.#bringAbout(made);
  }

  /** The log's own word, which comes before or after the answer. */
  hear(event: WireEvent): void {
    if (event.event !== 'reaction.added' && event.event !== 'reaction.removed') return;
    const { messageId, emoji, memberId, operationId } = event.payload;
    const wish = memberId === this.#options.reader ? this.#wishes.get(keyOf(messageId, emoji)) : undefined;
    if (wish === undefined) return;
    if (wish.sent === null) this.#drop(wish);
    else wish.isSeen ||= operationId === wish.sent.operationId;
  }

  /** The reactions of a message as the reader wants them. */
  over(reactions: readonly Reaction[], messageId: string): readonly Reaction[] {
    const mine = [...this.#wishes.values()].filter((wish) => wish.messageId === messageId);
    if (mine.length === 0) return reactions;
    const { reader } = this.#options;
    const others = marksOf(reactions).filter(
      (mark) => mark.memberId !== reader || !mine.some((wish) => wish.emoji === mark.emoji),
    );
    const wanted = mine.filter((wish) => wish.isThere).map(({ emoji }) => ({ emoji, memberId: reader }));
    return tally([...others, ...wanted]);
  }

  async #bringAbout(wish: Wish): Promise<void> {
    const { messageId, emoji, isThere } = wish;
    const operation = { messageId, emoji, isThere, operationId: this.#options.newId() };
    wish.sent = operation;
    wish.isSeen = false;
    try {
      const doneBy = await this.#options.send(operation);
      if (wish.isThere !== isThere) return await this.#bringAbout(wish);
      wish.sent = null;
      if (wish.isSeen || doneBy !== operation.operationId) this.#drop(wish);
    } catch (error) {
      this.#drop(wish);
      throw error;
    }
  }

  #drop(wish: Wish): void {
    this.#wishes.delete(keyOf(wish.messageId, wish.emoji));
    this.#tell();
  }

  #tell(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(messageId: string, emoji: string): string {
  return `${messageId} ${emoji}`;
}
