import type { Message } from '#lib/contract/chat.ts';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import { parseContext } from '#lib/contexts.ts';
import { joinMessages, shownMessage, withMark, type KnownMessage } from './known-message.ts';

/**
 * What one reader knows of one conversation. Every change is a union that keeps the newer, so events and pages may come in
 * any order and any number of times and lead to the same state.
 *
 * What is known is kept apart from what is shown. An edit of a message above the window must be there when that page is
 * read, which may be older than the edit; before, it must not stand in the window with a hole below it.
 */
export interface ConversationLog {
  /** What is shown: by position, oldest first, without doubles. */
  messages: readonly Message[];
  /** The newest position that is known: what a subscription continues after. */
  head: number;
  /** The window's lower end: from here on up every message is known. Null before anything was read. */
  floor: number | null;
  known: ReadonlyMap<string, KnownMessage>;
}

export const emptyLog: ConversationLog = { messages: [], head: 0, floor: null, known: new Map() };

export function applyToLog(log: ConversationLog, event: WireEvent): ConversationLog {
  const context = parseContext(event.context);
  if (event.id === undefined || context?.kind !== 'conversation') return log;
  switch (event.event) {
    case 'message.created': {
      const message = messageOf(event.payload, context.conversationId);
      return learn(log, [message], { head: event.id, floor: message.seq });
    }
    case 'message.updated':
    case 'message.deleted':
    case 'action.executed':
    case 'action.expired':
    case 'action.delivery_failed':
      return learn(log, [messageOf(event.payload, context.conversationId)], { head: event.id });
    case 'reaction.added':
    case 'reaction.removed': {
      const { messageId, memberId, emoji } = event.payload;
      const mark = { memberId, emoji, seq: event.id, isThere: event.event === 'reaction.added' };
      const known = log.known.get(messageId) ?? { message: null, marks: [] };
      return change(log, new Map([[messageId, withMark(known, mark)]]), { head: event.id });
    }
    case 'message.delta':
    case 'approval.opened':
    case 'approval.closed':
    case 'conversation.deleted':
    case 'conversation.personal':
    case 'member.joined':
    case 'member.left':
    case 'conversation.created':
    case 'conversation.renamed':
    case 'conversation.left':
    case 'conversation.read':
    case 'conversation.activity':
    case 'typing':
    case 'typing.stop':
    case 'presence.changed':
    case 'bot.status':
      return change(log, new Map(), { head: event.id });
  }
}

/** Joins a page: all messages from its oldest one to where the log is known already, or to its head. */
export function mergeMessages(log: ConversationLog, page: readonly Message[], head: number): ConversationLog {
  return learn(log, page, { head, floor: Math.min(head + 1, ...page.map((message) => message.seq)) });
}

/**
 * Joins a single message, the answer to a send or an edit. It says nothing about its neighbours, so neither end of the
 * window moves: it may be a message of long ago, and what was written before it may still be on its way.
 */
export function mergeMessage(log: ConversationLog, message: Message): ConversationLog {
  return learn(log, [message], { head: 0 });
}

interface Reach {
  head: number;
  floor?: number;
}

function learn(log: ConversationLog, incoming: readonly Message[], reach: Reach): ConversationLog {
  const changes = new Map<string, KnownMessage>();
  for (const message of incoming) {
    const known = changes.get(message.id) ?? log.known.get(message.id);
    changes.set(message.id, joinMessages(known, message));
  }
  return change(log, changes, reach);
}

/** The very same log when nothing is new. */
function change(log: ConversationLog, changes: ReadonlyMap<string, KnownMessage>, reach: Reach): ConversationLog {
  const changed = new Set([...changes].filter(([id, next]) => next !== log.known.get(id)).map(([id]) => id));
  const head = Math.max(log.head, reach.head);
  const floor = lower(log.floor, reach.floor ?? null);
  if (changed.size === 0 && floor === log.floor) return head === log.head ? log : { ...log, head };
  const known = new Map([...log.known, ...changes]);
  return { head, floor, known, messages: show(log, { known, floor, changed }) };
}

function lower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** What didn't change, and replies to nothing that did, stays the same object, so that only what changed is painted. */
function show(
  log: ConversationLog,
  { known, floor, changed }: { known: ConversationLog['known']; floor: number | null; changed: ReadonlySet<string> },
): Message[] {
  if (floor === null) return [];
  const before = new Map(log.messages.map((message) => [message.id, message]));
  const messages: Message[] = [];
  for (const [id, { message, marks }] of known) {
    if (message === null || message.seq < floor) continue;
    const parentId = message.inReplyToMessageId;
    const isTouched = changed.has(id) || (parentId !== null && changed.has(parentId));
    const parent = parentId === null ? null : (known.get(parentId)?.message ?? null);
    messages.push((isTouched ? undefined : before.get(id)) ?? shownMessage({ message, marks }, parent));
  }
  return messages.toSorted((a, b) => a.seq - b.seq);
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
    deliveryFailed: told.deliveryFailed,
    mentions: told.mentions,
    stream: told.stream,
    reactions: told.reactions,
    reactionsSeq: told.reactionsSeq,
  };
}
