import type { Message } from '#lib/contract/chat.ts';
import { shownMessage, type KnownMessage } from './known-message.ts';
import { islandsOf, isWithin, kept, type Island, type Span } from './windows.ts';

interface Shown {
  messages: readonly Message[];
  islands: readonly Island[];
}

interface Showing {
  known: ReadonlyMap<string, KnownMessage>;
  /** What is known otherwise than before. */
  changed: { has(id: string): boolean; keys(): Iterable<string> };
  floor: number | null;
  islands: readonly Span[];
  /** Do the windows reach as far as before? */
  isReachSame: boolean;
}

/** What didn't change, and replies to nothing that did, stays the same object, so that only what changed is painted. */
export function show(before: Shown, next: Showing): Shown {
  const { floor } = next;
  const all = next.isReachSame ? amongShown(before, next) : amongKnown(before, next);
  const isOneWindow = floor !== null && next.islands.length === 0;
  const newest = isOneWindow ? all : all.filter(({ seq }) => floor !== null && seq >= floor);
  return { messages: kept(newest, before.messages), islands: islandsOf(next.islands, all, before.islands) };
}

/** Most events are about one message: of thousands that are shown most are only passed by. */
function amongShown(before: Shown, next: Showing): Message[] {
  const fresh = new Set(next.changed.keys());
  const all = [...inOrder(before)];
  for (const [at, message] of all.entries()) {
    if (!isTouched(message, next)) continue;
    fresh.delete(message.id);
    all[at] = look(message.id, next) ?? message;
  }
  const others = bySeq([...fresh].flatMap((id) => look(id, next) ?? []));
  const [first, last] = [others.at(0), all.at(-1)];
  if (first === undefined) return all;
  return last === undefined || last.seq < first.seq ? all.concat(others) : bySeq(all.concat(others));
}

function amongKnown(before: Shown, next: Showing): Message[] {
  const old = new Map(inOrder(before).map((message) => [message.id, message]));
  const all: Message[] = [];
  for (const id of next.known.keys()) {
    const same = old.get(id);
    const message = same === undefined || isTouched(same, next) ? look(id, next) : same;
    if (message !== null) all.push(message);
  }
  return bySeq(all);
}

/** Islands lie before the newest window. */
function inOrder({ messages, islands }: Shown): readonly Message[] {
  return islands.length === 0 ? messages : [...islands.flatMap((island) => island.messages), ...messages];
}

function isTouched({ id, inReplyToMessageId }: Message, { changed }: Showing): boolean {
  return changed.has(id) || (inReplyToMessageId !== null && changed.has(inReplyToMessageId));
}

/** Null: it stands in no window, or only reactions to it are known. */
function look(id: string, next: Showing): Message | null {
  const known = next.known.get(id);
  const message = known?.message ?? null;
  if (known === undefined || message === null || !isWithin(next, message.seq)) return null;
  const parentId = message.inReplyToMessageId;
  const parent = parentId === null ? null : (next.known.get(parentId)?.message ?? null);
  return shownMessage({ ...known, message }, parent);
}

function bySeq(messages: Message[]): Message[] {
  return messages.toSorted((a, b) => a.seq - b.seq);
}
