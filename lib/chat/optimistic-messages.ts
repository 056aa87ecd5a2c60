import type { FileBlock } from '#lib/contract/blocks.ts';
import type { Message, ReplySnapshot } from '#lib/contract/chat.ts';
import type { Placed } from './message-grouping.ts';
import type { OutboxEntry, OutboxState } from './outbox.ts';
import { textOfBlocks } from './text-of-blocks.ts';

/** A message as the log shows it: stored, or still in the outbox and then with its state. */
export interface ShownMessage extends Placed {
  text: string;
  replyTo: ReplySnapshot | null;
  mentions: readonly string[];
  files: readonly FileBlock[];
  deleted: boolean;
  /** As it is stored; null while it isn't. */
  stored: Message | null;
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
  const waiting = new Map(entries.map((entry) => [entry.clientId, entry]));
  const shown = messages.map((message) => {
    if (message.senderId === reader && message.clientId !== null) waiting.delete(message.clientId);
    return shownMessage(message, reader);
  });
  return [...shown, ...[...waiting.values()].map(shownEntry)];
}

/** What didn't change is shown by the same object, so that only what changed is drawn. */
const known = new WeakMap<Message, ShownMessage>();

function shownMessage(message: Message, reader: string): ShownMessage {
  const key = message.senderId === reader && message.clientId !== null ? message.clientId : message.id;
  const before = known.get(message);
  if (before?.key === key) return before;
  const { senderId, createdAt, seq, replyTo, mentions, deleted } = message;
  const text = textOfBlocks(message.content);
  const files = message.content.filter((block) => block.type === 'attachment');
  const made = {
    key,
    senderId,
    createdAt,
    seq,
    text,
    replyTo,
    mentions,
    files,
    deleted,
    stored: message,
    pending: null,
  };
  known.set(message, made);
  return made;
}

function shownEntry(entry: OutboxEntry): ShownMessage {
  return {
    key: entry.clientId,
    senderId: entry.userId,
    createdAt: entry.createdAt,
    seq: null,
    text: entry.text,
    replyTo: entry.replyTo ?? null,
    mentions: entry.mentions ?? nobody,
    files: entry.files ?? noFiles,
    deleted: false,
    stored: null,
    pending: { clientId: entry.clientId, state: entry.state },
  };
}

const nobody: readonly string[] = [];
const noFiles: readonly FileBlock[] = [];
