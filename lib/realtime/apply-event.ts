import type { Message } from '#lib/contract/chat.ts';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import { parseContext } from '#lib/contexts.ts';

/**
 * What one reader knows of one conversation. Every change is a union that keeps the newer version, so events and pages may
 * come in any order and any number of times and lead to the same state.
 */
export interface ConversationLog {
  /** By position, oldest first, without doubles. */
  messages: readonly Message[];
  /** The newest position that is known: what a subscription continues after. */
  head: number;
}

export const emptyLog: ConversationLog = { messages: [], head: 0 };

export function applyToLog(log: ConversationLog, event: WireEvent): ConversationLog {
  if (event.event !== 'message.created' || event.id === undefined) return log;
  const context = parseContext(event.context);
  if (context?.kind !== 'conversation') return log;
  const message = messageOf(event.payload, context.conversationId, event.id);
  return mergeMessages(log, [message], event.id);
}

/** Joins messages from anywhere (an event, a page, the answer to a send); the same reference when nothing is new. */
export function mergeMessages(log: ConversationLog, incoming: readonly Message[], head: number): ConversationLog {
  const known = new Map(log.messages.map((message) => [message.id, message]));
  const newer = incoming.filter((message) => isNewer(message, known.get(message.id)));
  if (newer.length === 0 && head <= log.head) return log;
  for (const message of newer) known.set(message.id, message);
  const messages = newer.length === 0 ? log.messages : [...known.values()].toSorted((a, b) => a.seq - b.seq);
  return { messages, head: Math.max(log.head, head) };
}

function isNewer(message: Message, known: Message | undefined): boolean {
  return known === undefined || message.version > known.version;
}

function messageOf(payload: EventPayload<'message.created'>, conversationId: string, seq: number): Message {
  const { messageId, ...rest } = payload;
  return { ...rest, id: messageId, conversationId, seq, deliveryFailed: false, reactions: [] };
}
