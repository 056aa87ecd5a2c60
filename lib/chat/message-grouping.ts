import { sharedStart } from '#lib/std/shared-start.ts';
import { dayOf } from './days.ts';
import type { UnreadLine } from './unread.ts';

/** One speaker's messages within this long of each other share one name and mark. */
const turnMs = 5 * 60_000;

/** A day's line is named by its first message: with an older one of that day it is another line. */
export const dayKeys = 'day-';

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

interface GroupingOptions {
  timeZone: string;
  line: UnreadLine | null;
}

/**
 * The log as one flat list of items, so that a window of it can be drawn as well as the whole. It is grouped again and again:
 * as far as it begins as it did the last time, its items are the same ones.
 */
export class Grouping<M extends Placed> {
  #messages: readonly M[] = [];
  #options: GroupingOptions = { timeZone: '', line: null };
  #items: LogItem<M>[] = [];
  /** By message, where its items end. */
  #ends: number[] = [];

  of(messages: readonly M[], options: GroupingOptions): LogItem<M>[] {
    const isAlike = options.timeZone === this.#options.timeZone && options.line === this.#options.line;
    const same = isAlike ? sharedStart(messages, this.#messages) : 0;
    const ends = this.#ends.slice(0, same);
    const items = this.#items.slice(0, ends.at(-1) ?? 0);
    for (const [index, message] of messages.slice(same).entries()) {
      items.push(...itemsOf(message, messages[same + index - 1], options));
      ends.push(items.length);
    }
    this.#messages = messages;
    this.#options = options;
    this.#items = items;
    this.#ends = ends;
    return items;
  }
}

function itemsOf<M extends Placed>(message: M, previous: M | undefined, options: GroupingOptions): LogItem<M>[] {
  const opensDay =
    previous === undefined ||
    dayOf(previous.createdAt, options.timeZone) !== dayOf(message.createdAt, options.timeZone);
  const isLine = options.line !== null && message.seq === options.line.beforeSeq;
  const startsTurn = opensDay || isLine || !continuesTurn(previous, message);
  return [
    ...(opensDay ? [{ kind: 'day' as const, key: `${dayKeys}${message.key}`, at: message.createdAt }] : []),
    ...(isLine && options.line ? [{ kind: 'unread' as const, key: 'unread', since: options.line.since }] : []),
    { kind: 'message' as const, key: message.key, message, startsTurn },
  ];
}

function continuesTurn(previous: Placed, message: Placed): boolean {
  return previous.senderId === message.senderId && Math.abs(message.createdAt - previous.createdAt) < turnMs;
}
