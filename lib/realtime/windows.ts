import type { Message } from '#lib/contract/chat.ts';

/** Positions between which every message is known. */
export interface Span {
  from: number;
  to: number;
}

/** A page that was read somewhere else than at the end, with what was read around it: nothing joins it to the newest yet. */
export interface Island extends Span {
  messages: readonly Message[];
}

/** What is known without a hole, up to whatever comes. Null: nothing was read. */
interface Known {
  floor: number | null;
  islands: readonly Span[];
}

/** In order, apart from each other and from the newest: what touches is one. The order in which they come doesn't matter. */
export function joinSpans({ floor, islands }: Known): { floor: number | null; islands: Span[] } {
  const apart: Span[] = [];
  for (const { from, to } of islands.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  const last = apart.at(-1);
  if (floor === null || last === undefined || last.to + 1 < floor) return { floor, islands: apart };
  return joinSpans({ floor: Math.min(floor, last.from), islands: apart.slice(0, -1) });
}

export function isSame(spans: readonly Span[], others: readonly Span[]): boolean {
  return (
    spans.length === others.length &&
    spans.every(({ from, to }, at) => from === others[at]?.from && to === others[at].to)
  );
}

export function isWithin({ floor, islands }: Known, seq: number): boolean {
  return (floor !== null && seq >= floor) || islands.some(({ from, to }) => seq >= from && seq <= to);
}

/** The same list when it has the same in it, so that nothing is painted for what nobody sees. */
export function kept<T>(list: readonly T[], before: readonly T[]): readonly T[] {
  return list.length === before.length && list.every((one, at) => one === before[at]) ? before : list;
}

/** `messages` are those of all windows, in order. */
export function islandsOf(spans: readonly Span[], messages: readonly Message[], before: readonly Island[]) {
  const islands = spans.map(({ from, to }): Island => {
    const old = before.find((island) => island.from === from && island.to === to);
    const within = messages.filter(({ seq }) => seq >= from && seq <= to);
    const list = kept(within, old?.messages ?? []);
    return old !== undefined && list === old.messages ? old : { from, to, messages: list };
  });
  return kept(islands, before);
}
