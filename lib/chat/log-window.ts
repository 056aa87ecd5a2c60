/** Rows of the log by index: from `start`, up to and without `end`. */
export interface Span {
  start: number;
  end: number;
}

/** What stands in the column: rows, or the room of those that are not drawn. */
export type Part = ({ kind: 'rows' } & Span) | { kind: 'gap'; key: string; height: number };

export interface Rows {
  count: number;
  /** As measured, or as guessed until it has been. */
  heightOf(index: number): number;
}

/** So many rows cost less to draw than to choose among. Two pages of messages, with their days. */
const drawnWholeMax = 120;

interface Around {
  index: number;
  /** Pixels that must be covered before the row's top, and from it on. */
  above: number;
  below: number;
}

export function spanAround({ count, heightOf }: Rows, { index, above, below }: Around): Span {
  let start = index;
  let end = index;
  for (let room = above; start > 0 && room > 0;) room -= heightOf(--start);
  for (let room = below; end < count && room > 0;) room -= heightOf(end++);
  return { start, end };
}

/** What is drawn of a log whose view needs this span. */
export function drawnOf({ count }: Rows, span: Span): Span {
  return count <= drawnWholeMax ? { start: 0, end: count } : span;
}

/** Whether the span still reaches far enough around a place to be left as it is. */
export function reaches({ count, heightOf }: Rows, span: Span, { index, above, below }: Around): boolean {
  if (index < span.start || index >= span.end) return false;
  const isFarUp = span.start === 0 || heightOfSpan(heightOf, { start: span.start, end: index }) >= above;
  return isFarUp && (span.end === count || heightOfSpan(heightOf, { start: index, end: span.end }) >= below);
}

/** The whole column: these spans drawn, and gaps for all the rest. */
export function partsOf({ count, heightOf }: Rows, spans: readonly Span[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const span of joined(spans)) {
    if (span.start > at) parts.push(gap(heightOf, { start: at, end: span.start }));
    parts.push({ kind: 'rows', ...span });
    at = span.end;
  }
  if (at < count) parts.push(gap(heightOf, { start: at, end: count }));
  return parts;
}

/** The row that stands at this many pixels from the first one's top, and where its own top is. */
export function rowAt({ count, heightOf }: Rows, offset: number): { index: number; top: number } {
  let top = 0;
  for (let index = 0; index < count; index++) {
    const height = heightOf(index);
    if (top + height > offset || index === count - 1) return { index, top };
    top += height;
  }
  return { index: 0, top: 0 };
}

function gap(heightOf: Rows['heightOf'], span: Span): Part {
  return { kind: 'gap', key: `gap-${span.start === 0 ? 'top' : span.start}`, height: heightOfSpan(heightOf, span) };
}

function heightOfSpan(heightOf: Rows['heightOf'], { start, end }: Span): number {
  let height = 0;
  for (let index = start; index < end; index++) height += heightOf(index);
  return height;
}

function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.filter(({ start, end }) => start < end).toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push({ ...span });
  }
  return result;
}
