import type { Segment } from '#lib/contract/search.ts';
import { hitsIn, type Query } from './query.ts';
import { wordsOf } from './words.ts';

/** Enough to recognise a message by, in two or three lines. */
const excerptMax = 240;
/** Of that, as much stands before the first hit. */
const beforeMax = 60;

/** The text in pieces, those that were looked for marked. */
export function marked(text: string, query: Query): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end } of hitsIn(wordsOf(text), query)) {
    if (start > at) segments.push({ text: text.slice(at, start), isHit: false });
    segments.push({ text: text.slice(start, end), isHit: true });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at), isHit: false });
  return segments;
}

/** What stands around the first hit, cut between characters and never within one. */
export function excerpt(text: string, query: Query): Segment[] {
  const first = hitsIn(wordsOf(text), query)[0]?.start ?? 0;
  const from = first <= beforeMax ? 0 : boundary(text, first - beforeMax);
  const to = from + excerptMax >= text.length ? text.length : boundary(text, from + excerptMax);
  const piece = marked(text.slice(from, to).replace(/\s+/g, ' '), query);
  const before = from > 0 ? [{ text: '…', isHit: false }] : [];
  const after = to < text.length ? [{ text: '…', isHit: false }] : [];
  return [...before, ...piece, ...after];
}

function boundary(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
