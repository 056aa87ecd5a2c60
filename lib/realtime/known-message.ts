import type { Message, ReplySnapshot } from '#lib/contract/chat.ts';
import { textLength } from '#lib/contract/growing-text.ts';
import { marksOf, tally, type Mark } from './reactions.ts';
import { replySnapshotOf } from './reply-preview.ts';

/** What was told of one message, kept so that it doesn't matter in which order it came. */
export interface KnownMessage {
  /** Null while only reactions to it are known. */
  message: Message | null;
  /** Reactions after those that the message has itself: by member and emoji the newest, by position. */
  marks: readonly TimedMark[];
  /** What was told of its way to its agent after what it says of that itself. */
  delivery: DeliveryState | null;
}

export type DeliveryState = Pick<Message, 'deliveryFailed' | 'nextTryAt' | 'deliverySeq'>;

export interface TimedMark extends Mark {
  seq: number;
  isThere: boolean;
}

/**
 * Its text is as new as its version, its reactions and its way to its agent as their positions, and what it replies to as
 * that one's version.
 */
export function joinMessages(known: KnownMessage | undefined, incoming: Message): KnownMessage {
  if (known === undefined) return { message: incoming, marks: [], delivery: null };
  const message = known.message === null ? incoming : joined(known.message, incoming);
  if (message === known.message) return known;
  return { message, marks: stillNews(message, known.marks), delivery: laterDelivery(message, known.delivery) };
}

function joined(known: Message, incoming: Message): Message {
  const said = isNewer(incoming, known) ? incoming : known;
  // Nothing is left beside a deleted message, whatever comes late.
  const reacted = said.deleted ? said : incoming.reactionsSeq > known.reactionsSeq ? incoming : known;
  const replyTo = newerReply(known.replyTo, incoming.replyTo);
  const delivered = said.deleted ? said : incoming.deliverySeq > known.deliverySeq ? incoming : known;
  if (said === known && reacted === known && delivered === known && replyTo === known.replyTo) return known;
  const { reactions, reactionsSeq } = reacted;
  return { ...said, ...deliveryIn(delivered), reactions, reactionsSeq, replyTo };
}

/** While a message is written it grows within one version: of two readings the longer is the later. */
function isNewer(incoming: Message, known: Message): boolean {
  if (incoming.version !== known.version) return incoming.version > known.version;
  return known.stream === 'open' && textLength(incoming.content) > textLength(known.content);
}

export function withMark(known: KnownMessage, mark: TimedMark): KnownMessage {
  const isSame = (other: TimedMark) => other.memberId === mark.memberId && other.emoji === mark.emoji;
  if (known.marks.some((other) => isSame(other) && other.seq >= mark.seq)) return known;
  if (known.message !== null && stillNews(known.message, [mark]).length === 0) return known;
  const others = known.marks.filter((other) => !isSame(other));
  return { ...known, marks: [...others, mark].toSorted((a, b) => a.seq - b.seq) };
}

export function withDelivery(known: KnownMessage, delivery: DeliveryState): KnownMessage {
  const before = Math.max(known.message?.deliverySeq ?? 0, known.delivery?.deliverySeq ?? 0);
  return delivery.deliverySeq > before ? { ...known, delivery } : known;
}

/** The message as it is shown: with what was told of it since, and with what it replies to as that is now. */
export function shownMessage(known: { message: Message } & KnownMessage, parent: Message | null): Message {
  const { marks, delivery } = known;
  const message = delivery === null ? known.message : { ...known.message, ...delivery };
  const replyTo = parent === null ? message.replyTo : newerReply(message.replyTo, replySnapshotOf(parent));
  const last = marks.at(-1);
  if (last === undefined) return replyTo === message.replyTo ? message : { ...message, replyTo };
  const keyed = marksOf(message.reactions).map((mark): [string, Mark] => [keyOf(mark), mark]);
  const there = new Map(keyed);
  for (const mark of marks) {
    if (mark.isThere) there.set(keyOf(mark), mark);
    else there.delete(keyOf(mark));
  }
  return { ...message, replyTo, reactions: tally(there.values()), reactionsSeq: last.seq };
}

function deliveryIn({ deliveryFailed, nextTryAt, deliverySeq }: Message): DeliveryState {
  return { deliveryFailed, nextTryAt, deliverySeq };
}

function laterDelivery({ deliverySeq }: Message, delivery: DeliveryState | null): DeliveryState | null {
  return delivery !== null && delivery.deliverySeq > deliverySeq ? delivery : null;
}

function stillNews(message: Message, marks: readonly TimedMark[]): readonly TimedMark[] {
  return message.deleted ? [] : marks.filter((mark) => mark.seq > message.reactionsSeq);
}

function newerReply(known: ReplySnapshot | null, incoming: ReplySnapshot | null): ReplySnapshot | null {
  if (known === null || incoming === null) return known ?? incoming;
  return incoming.version > known.version ? incoming : known;
}

/** An id has no blank in it. */
function keyOf({ memberId, emoji }: Mark): string {
  return `${memberId} ${emoji}`;
}
