import type { Message } from '#lib/contract/chat.ts';
import type { Placed } from './message-grouping.ts';
import type { OutboxEntry, OutboxState } from './outbox.ts';

/** A message as the log shows it: stored, or still in the outbox and then with its state. */
export interface ShownMessage extends Placed {
  text: string;
  deleted: boolean;
  pending: { clientId: string; state: OutboxState } | null;
}

/**
 * The log with what waits in the outbox after it. A stored message keeps the key of its outbox entry, so that it stays the
 * same element on screen when it settles; an entry whose message is already in the log is not shown twice.
 */
export function withPending(
  messages: readonly Message[],
  entries: readonly OutboxEntry[],
  reader: string,
): ShownMessage[] {
  const mine = messages.filter((message) => message.senderId === reader);
  const stored = new Set(mine.map((message) => message.clientId));
  return [
    ...messages.map((message) => shownMessage(message, reader)),
    ...entries.filter((entry) => !stored.has(entry.clientId)).map((entry) => shownEntry(entry)),
  ];
}

function shownMessage(message: Message, reader: string): ShownMessage {
  return {
    key: message.senderId === reader && message.clientId !== null ? message.clientId : message.id,
    senderId: message.senderId,
    createdAt: message.createdAt,
    seq: message.seq,
    text: message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n'),
    deleted: message.deleted,
    pending: null,
  };
}

function shownEntry(entry: OutboxEntry): ShownMessage {
  return {
    key: entry.clientId,
    senderId: entry.userId,
    createdAt: entry.createdAt,
    seq: null,
    text: entry.text,
    deleted: false,
    pending: { clientId: entry.clientId, state: entry.state },
  };
}
