import type { Curve, Row } from '../figures.ts';
import { must } from '#lib/std/must.ts';
import type { Published } from './published.ts';
import { line, logScale, margin, path, text } from './svg.ts';

const plotLeft = margin + 56;
const plotRight = 540;
const labelLeft = plotRight + 28;
const labelHeight = 16;

const heads: Record<Curve['of'], string> = {
  messages: 'As messages grow',
  members: 'As a conversation’s members grow, most of them away',
  sockets: 'As sockets grow, beside bare ws',
};

interface Drawn {
  lines: string[];
  bottom: number;
}

interface Line {
  name: string;
  kind: 'curve' | 'peer' | 'each';
  points: { size: number; value: number }[];
}

/** One panel for each thing that there is more and more of and each unit. Both axes go by ratio: a flat line costs the same. */
export function drawCurves(all: readonly Published[], top: number): Drawn {
  const rows = all.flatMap((published) => published.rows).filter(hasCurve);
  const lines: string[] = [];
  let y = top;
  for (const grown of ['messages', 'members', 'sockets'] as const) {
    const panels = Map.groupBy(
      rows.filter(({ curve }) => curve.of === grown),
      ({ curve }) => curve.unit,
    );
    for (const [unit, together] of panels) {
      const panel = drawPanel(`${heads[grown]}: ${unit}`, together.flatMap(linesOf), y);
      lines.push(...panel.lines);
      y = panel.bottom + 40;
    }
  }
  return { lines, bottom: y - 40 };
}

type Grown = Row & { curve: Curve };

function hasCurve(row: Row): row is Grown {
  return row.curve !== undefined;
}

function linesOf({ what, goal, curve: { of, points } }: Grown): Line[] {
  const ours: Line = {
    name: of === 'sockets' ? 'ours' : nameOf(what),
    kind: goal === '' && of !== 'sockets' ? 'each' : 'curve',
    points: points.map(({ size, ours: value }) => ({ size, value })),
  };
  const peer = points.flatMap(({ size, peer: value }) => (value === null ? [] : [{ size, value }]));
  return peer.length === 0 ? [ours] : [ours, { name: 'bare ws', kind: 'peer', points: peer }];
}

/** Without what stands on the axes. */
function nameOf(what: string): string {
  return what.replace(/: pages .*/, '');
}

function drawPanel(head: string, drawn: readonly Line[], top: number): Drawn {
  const sizes = [...new Set(drawn.flatMap(({ points }) => points.map(({ size }) => size)))].toSorted((a, b) => a - b);
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => Math.max(1, value)));
  const [first, last] = [must(sizes[0], 'a size'), must(sizes.at(-1), 'a size')];
  const [plotTop, plotBottom] = [top + 28, top + 28 + Math.max(120, drawn.length * 20)];
  const [low, high] = rangeOf(values);
  const x = logScale([first, last], [plotLeft, plotRight]);
  const y = logScale([low, high], [plotBottom, plotTop]);
  return {
    lines: [
      text(head, { x: margin, y: top + 4, kind: 'section' }),
      ...powers(low, high).flatMap((value) => [
        line('grid', { x: plotLeft, y: y(value) }, { x: plotRight, y: y(value) }),
        text(short(value), { x: plotLeft - 8, y: y(value) + 4, anchor: 'end', kind: 'meta' }),
      ]),
      ...sizes.map((size) => text(short(size), { x: x(size), y: plotBottom + 20, anchor: 'middle', kind: 'meta' })),
      ...drawn.map(({ kind, points }) =>
        path(
          kind,
          points.map(({ size, value }) => ({ x: x(size), y: y(Math.max(1, value)) })),
        ),
      ),
      ...namesOf(drawn, y, plotTop),
    ],
    bottom: plotBottom + 20,
  };
}

/** Beside each line's end, moved apart where they would touch. */
function namesOf(drawn: readonly Line[], y: (value: number) => number, top: number): string[] {
  const ends = drawn
    .map(({ name, points }) => {
      const { value } = must(points.at(-1), 'an end');
      return { name: `${name}, ${short(value)}`, y: y(Math.max(1, value)) };
    })
    .toSorted((a, b) => b.y - a.y);
  let above = Infinity;
  return ends.flatMap((end, n) => {
    // Room is left for those that are still to come.
    above = Math.max(Math.min(end.y, above - labelHeight), top + (ends.length - 1 - n) * labelHeight);
    return [
      line('grid', { x: plotRight + 4, y: end.y }, { x: labelLeft - 6, y: above }),
      text(end.name, { x: labelLeft, y: above + 4 }),
    ];
  });
}

/** Whole powers of ten around them. */
function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [
    10 ** Math.floor(Math.log10(low)),
    10 ** Math.max(Math.ceil(Math.log10(high)), Math.floor(Math.log10(low)) + 1),
  ];
}

function powers(low: number, high: number): number[] {
  return Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, n) => low * 10 ** n);
}

function short(value: number): string {
  if (value >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(3))} M`;
  if (value >= 1_000) return `${Number((value / 1_000).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}
