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
  goal: string;
}

export function told({ median, low, high }: Interval, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/** Columns stand as in the first row. */
export function tableOf(rows: readonly object[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const heads = columns.map((column) => (column === 'ratio' ? 'ours : peer (95 %)' : column));
  const all = [heads, ...rows.map((row) => Object.values(row).map(String))];
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
