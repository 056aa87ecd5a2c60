import { must } from '#lib/std/must.ts';

/** Ratios of interleaved rounds, each of which measured ours and the peer one after the other. */
export interface Interval {
  median: number;
  low: number;
  high: number;
}

/** The order statistics that hold a median with some 95 % (for ten rounds the second and the ninth). */
export function intervalOf(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => must(sorted[Math.min(sorted.length - 1, Math.max(0, index))], 'a value');
  const reach = Math.ceil(0.98 * Math.sqrt(sorted.length));
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(Math.ceil(middle - reach)),
    high: at(Math.floor(middle + reach)),
  };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return must(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))], 'a value');
}

/** A line of the table, and of the JSON. */
export interface Row {
  what: string;
  ours: string;
  peer: string;
  ratio: string;
  goal: Goal;
  /** What the goal is about, in numbers: the ratio where there is a peer or a limit, and otherwise ours. Null if it has no goal. */
  held: Interval | null;
  /** The same at several sizes, for the chart. */
  curve?: Curve;
}

export type Goal = '' | `>= ${number}` | `<= ${number}`;

export interface Curve {
  /** What there is more and more of. */
  of: 'messages' | 'members' | 'sockets';
  /** What one of the values is, in a word or two. */
  unit: string;
  points: readonly { size: number; ours: number; peer: number | null }[];
}

interface Turns {
  ours: readonly number[];
  peer: readonly number[];
  digits: number;
  goal: Goal;
}

/** Of each round, ours beside the peer; the goal is about their ratio. */
export function compared(what: string, { ours, peer, digits, goal }: Turns): Row {
  const ratios = intervalOf(ours.map((value, round) => value / must(peer[round], 'the same round of the peer')));
  return {
    what,
    ours: intervalOf(ours).median.toFixed(digits),
    peer: intervalOf(peer).median.toFixed(digits),
    ratio: told(ratios),
    goal,
    held: goal === '' ? null : ratios,
  };
}

/** What has no spread, because it is counted. */
export function counted(value: number): Interval {
  return { median: value, low: value, high: value };
}

export function told({ median, low, high }: Interval, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

const columns = ['what', 'ours', 'peer', 'ratio', 'goal'] as const;

export function tableOf(rows: readonly Row[]): string {
  const heads = columns.map((column) => (column === 'ratio' ? 'ours : peer (95 %)' : column));
  const all = [heads, ...rows.map((row) => columns.map((column) => row[column]))];
  const widths = columns.map((_, at) => Math.max(...all.map((cells) => cells[at]?.length ?? 0)));
  return all
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
