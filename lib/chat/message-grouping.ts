import { dayOf } from './days.ts';
import type { UnreadLine } from './unread.ts';

/** One speaker's messages within this long of each other share one name and mark. */
const turnMs = 5 * 60_000;

/** As much of a message as its place in the log needs; what waits in the outbox has no position yet. */
export interface Placed {
  key: string;
  senderId: string;
  createdAt: number;
  seq: number | null;
}

export type LogItem<M extends Placed> =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string; since: number }
  | { kind: 'message'; key: string; message: M; startsTurn: boolean };

/** The log as one flat list of items, so that a window of it can be drawn as well as the whole. */
export function groupMessages<M extends Placed>(
  messages: readonly M[],
  options: { timeZone: string; line: UnreadLine | null },
): LogItem<M>[] {
  return messages.flatMap((message, index) => {
    const previous = messages[index - 1];
    const opensDay =
      previous === undefined ||
      dayOf(previous.createdAt, options.timeZone) !== dayOf(message.createdAt, options.timeZone);
    const isLine = options.line !== null && message.seq === options.line.beforeSeq;
    const startsTurn = opensDay || isLine || !continuesTurn(previous, message);
    return [
      ...(opensDay ? [{ kind: 'day' as const, key: `day-${message.key}`, at: message.createdAt }] : []),
      ...(isLine && options.line ? [{ kind: 'unread' as const, key: 'unread', since: options.line.since }] : []),
      { kind: 'message' as const, key: message.key, message, startsTurn },
    ];
  });
}

function continuesTurn(previous: Placed, message: Placed): boolean {
  return previous.senderId === message.senderId && Math.abs(message.createdAt - previous.createdAt) < turnMs;
}
