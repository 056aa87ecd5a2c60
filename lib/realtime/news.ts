import type { Message } from '#lib/contract/chat.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import { withDelta, withMessage, type Growth } from './growth.ts';
import {
  joinMessages,
  withDelivery,
  withMark,
  type DeliveryState,
  type KnownMessage,
  type TimedMark,
} from './known-message.ts';
import type { Span } from './windows.ts';

/** How far what was read or told reaches. */
export interface Reach {
  head?: number;
  floor?: number;
  islands?: readonly Span[];
}

/** What a log knew before. */
interface Before {
  head: number;
  floor: number | null;
  islands: readonly Span[];
  known: ReadonlyMap<string, KnownMessage>;
  growing: ReadonlyMap<string, Growth>;
}

/** Of a message that something was told of before it was. */
const unread: KnownMessage = { message: null, marks: [], delivery: null };

/** What is collected to become part of a log, seen as if it were in there already. The log itself stays as it is. */
export class News {
  readonly #known: Before['known'];
  /** By message, what is known otherwise than before. */
  readonly changes = new Map<string, KnownMessage>();
  growing: Before['growing'];
  head: number;
  floor: number | null;
  islands: readonly Span[];

  constructor({ known, growing, head, floor, islands }: Before) {
    this.#known = known;
    this.growing = growing;
    this.head = head;
    this.floor = floor;
    this.islands = islands;
  }

  reach({ head = 0, floor = Infinity, islands = [] }: Reach): void {
    this.head = Math.max(this.head, head);
    if (floor < (this.floor ?? Infinity)) this.floor = floor;
    if (islands.length > 0) this.islands = [...this.islands, ...islands];
  }

  learn(message: Message): void {
    const known = this.#of(message.id);
    const next = joinMessages(known, message);
    if (next === known) return;
    this.changes.set(message.id, next);
    const growth = this.growing.get(message.id);
    if (growth !== undefined) this.#setGrowth(message.id, withMessage(growth, next.message ?? message));
  }

  mark(messageId: string, mark: TimedMark): void {
    const known = this.#of(messageId);
    const next = withMark(known ?? unread, mark);
    if (next !== known) this.changes.set(messageId, next);
  }

  deliver(messageId: string, delivery: DeliveryState): void {
    const known = this.#of(messageId);
    const next = withDelivery(known ?? unread, delivery);
    if (next !== known) this.changes.set(messageId, next);
  }

  grow(delta: EventPayload<'message.delta'>): void {
    const { messageId } = delta;
    const message = this.#of(messageId)?.message ?? null;
    this.#setGrowth(messageId, withDelta(this.growing.get(messageId), message, delta));
  }

  #of(messageId: string): KnownMessage | undefined {
    return this.changes.get(messageId) ?? this.#known.get(messageId);
  }

  /** As many as there are open streams, which are few: this is not the map of messages. */
  #setGrowth(messageId: string, growth: Growth | undefined): void {
    if (growth === this.growing.get(messageId)) return;
    const growing = new Map(this.growing);
    if (growth === undefined) growing.delete(messageId);
    else growing.set(messageId, growth);
    this.growing = growing;
  }
}
