import type { Message, MessagePage } from '#lib/contract/chat.ts';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import { parseContext } from '#lib/contexts.ts';
import { hasGap, type Growth } from './growth.ts';
import type { DeliveryState, KnownMessage } from './known-message.ts';
import { News, type Reach } from './news.ts';
import { show } from './show.ts';
import { isSame, joinSpans, type Island, type Span } from './windows.ts';

/**
 * What one reader knows of one conversation. Every change is a union that keeps the newer, so events and pages may come in
 * any order and any number of times and lead to the same state.
 *
 * What is known is kept apart from what is shown. An edit of a message above the window must be there when that page is
 * read, which may be older than the edit; before, it must not stand in the window with a hole below it.
 */
export interface ConversationLog {
  /** The newest window, which is what is shown: by position, oldest first, without doubles. */
  messages: readonly Message[];
  /** The newest position that is known: what a subscription continues after. */
  head: number;
  /** The window's lower end: from here on up every message is known. Null before anything was read. */
  floor: number | null;
  /** Windows elsewhere, around messages that somebody jumped to. */
  islands: readonly Island[];
  known: ReadonlyMap<string, KnownMessage>;
  /** By message, what open streams have grown by since they were read: `grown` joins the two. */
  growing: ReadonlyMap<string, Growth>;
}

export const emptyLog: ConversationLog = {
  messages: [],
  head: 0,
  floor: null,
  islands: [],
  known: new Map(),
  growing: new Map(),
};

export function applyToLog(log: ConversationLog, event: WireEvent): ConversationLog {
  return applyAllToLog(log, [event]);
}

/** The same as one by one. What costs as much as there are messages is done once for all of them. */
export function applyAllToLog(log: ConversationLog, events: readonly WireEvent[]): ConversationLog {
  const news = new News(log);
  for (const event of events) take(news, event);
  return withNews(log, news);
}

function take(news: News, event: WireEvent): void {
  const context = parseContext(event.context);
  if (context?.kind !== 'conversation') return;
  if (event.event === 'message.delta') return news.grow(event.payload);
  if (event.id === undefined) return;
  news.reach({ head: event.id });
  switch (event.event) {
    case 'message.created': {
      const message = messageOf(event.payload, context.conversationId);
      news.learn(message);
      return news.reach({ floor: message.seq });
    }
    case 'message.updated':
    case 'message.deleted':
    case 'action.executed':
    case 'action.expired':
    case 'action.delivery_failed':
    case 'action.unconfirmed':
      return news.learn(messageOf(event.payload, context.conversationId));
    case 'reaction.added':
    case 'reaction.removed': {
      const { messageId, memberId, emoji } = event.payload;
      return news.mark(messageId, { memberId, emoji, seq: event.id, isThere: event.event === 'reaction.added' });
    }
    case 'message.delivery_delayed':
    case 'message.delivery_failed':
    case 'message.delivered':
    case 'message.redelivered':
      return news.deliver(event.payload.messageId, deliveryOf(event, event.id));
    case 'message.stop_requested':
    case 'approval.opened':
    case 'approval.closed':
    case 'conversation.deleted':
    case 'conversation.personal':
    case 'member.joined':
    case 'member.left':
    case 'conversation.created':
    case 'conversation.renamed':
    case 'conversation.left':
    case 'badge.changed':
    case 'conversation.read':
    case 'conversation.activity':
    case 'typing':
    case 'typing.stop':
    case 'presence.changed':
    case 'conversation.status':
    case 'sandbox.status':
    case 'sandbox.renamed':
    case 'bot.status':
      return;
  }
}

/** Messages that have to be read, because some of what was told of them is missing. */
export function torn({ growing }: ConversationLog): string[] {
  return [...growing].flatMap(([id, growth]) => (hasGap(growth) ? [id] : []));
}

/** What can be shown around a message without a hole; null when that has to be read first. */
export function windowAround(
  log: ConversationLog,
  messageId: string,
): { messages: readonly Message[]; isNewest: boolean } | null {
  const seq = log.known.get(messageId)?.message?.seq;
  if (seq === undefined) return null;
  if (log.floor !== null && seq >= log.floor) return { messages: log.messages, isNewest: true };
  const island = log.islands.find(({ from, to }) => seq >= from && seq <= to);
  return island === undefined ? null : { messages: island.messages, isNewest: false };
}

/** Joins the newest page, or more than that: all messages from its oldest one to where the log is known already, or to its head. */
export function mergeMessages(log: ConversationLog, page: readonly Message[], head: number): ConversationLog {
  return learn(log, page, { head, floor: Math.min(head + 1, ...page.map((message) => message.seq)) });
}

/**
 * Joins any page, by what was asked for. One that doesn't reach the newest is a window of its own, until what is read before
 * and after it touches another. Its head moves ours only if nothing was read before: what happened meanwhile to other messages
 * isn't in it, and is still to be told.
 */
export function mergePage(log: ConversationLog, page: MessagePage, asked: Asked = {}): ConversationLog {
  const head = log.floor === null ? page.head : 0;
  const { from, to } = spanOf(log, page, asked);
  if (to === Infinity) return learn(log, page.messages, { head, floor: from });
  const islands = from <= to ? [{ from, to }] : [];
  return learn(log, page.messages, { head, islands, ...(log.floor === null ? { floor: page.head + 1 } : {}) });
}

/** The message that a page was to stand before or after; neither is the newest page, or one around a message. */
interface Asked {
  before?: string | null | undefined;
  after?: string | null | undefined;
}

/** Between a page and the message that it was asked by there is nothing. */
function spanOf({ known }: ConversationLog, { messages, hasNewer, head }: MessagePage, { before, after }: Asked): Span {
  const seqOf = (id: string | null | undefined) => (id == null ? undefined : known.get(id)?.message?.seq);
  const below = seqOf(after);
  const above = seqOf(before);
  const oldest = messages.at(-1)?.seq ?? above ?? head + 1;
  const newest = messages.at(0)?.seq ?? 0;
  return {
    from: below === undefined ? oldest : below + 1,
    to: hasNewer ? (above === undefined ? newest : above - 1) : Infinity,
  };
}

/**
 * Joins a single message, the answer to a send or an edit. It says nothing about its neighbours, so neither end of the
 * window moves: it may be a message of long ago, and what was written before it may still be on its way.
 */
export function mergeMessage(log: ConversationLog, message: Message): ConversationLog {
  return learn(log, [message], {});
}

function learn(log: ConversationLog, incoming: readonly Message[], reach: Reach): ConversationLog {
  const news = new News(log);
  for (const message of incoming) news.learn(message);
  news.reach(reach);
  return withNews(log, news);
}

/** The very same log when nothing is new. */
function withNews(log: ConversationLog, { changes, growing, head, floor, islands }: News): ConversationLog {
  const spans = joinSpans({ floor, islands });
  const isReachSame = spans.floor === log.floor && isSame(spans.islands, log.islands);
  if (changes.size === 0 && isReachSame) {
    return head === log.head && growing === log.growing ? log : { ...log, head, growing };
  }
  const known = changes.size === 0 ? log.known : withChanges(log.known, changes);
  return { head, floor: spans.floor, known, growing, ...show(log, { known, changed: changes, isReachSame, ...spans }) };
}

/** Copied as a map: spreading ten thousand entries into a list first costs ten times as much. */
function withChanges(known: ConversationLog['known'], changes: ConversationLog['known']): ConversationLog['known'] {
  const next = new Map(known);
  for (const [id, one] of changes) next.set(id, one);
  return next;
}

/** Of what is told, the message: events also say what happened to it, which stands in the message already. */
function messageOf(told: EventPayload<'message.created'>, conversationId: string): Message {
  return {
    id: told.messageId,
    conversationId,
    senderId: told.senderId,
    clientId: told.clientId,
    content: told.content,
    inReplyToMessageId: told.inReplyToMessageId,
    replyTo: told.replyTo,
    seq: told.seq,
    version: told.version,
    createdAt: told.createdAt,
    updatedAt: told.updatedAt,
    deleted: told.deleted,
    deletedWhy: told.deletedWhy,
    deliveryFailed: told.deliveryFailed,
    nextTryAt: told.nextTryAt,
    deliverySeq: told.deliverySeq,
    mentions: told.mentions,
    stream: told.stream,
    reactions: told.reactions,
    reactionsSeq: told.reactionsSeq,
  };
}

type OnItsWay = Extract<WireEvent, { event: `message.deliver${string}` | 'message.redelivered' }>;

function deliveryOf({ event, payload }: OnItsWay, deliverySeq: number): DeliveryState {
  const nextTryAt = event === 'message.delivery_delayed' ? payload.nextTryAt : null;
  return { deliveryFailed: event === 'message.delivery_failed', nextTryAt, deliverySeq };
}
