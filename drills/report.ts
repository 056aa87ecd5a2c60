import { must } from '#lib/std/must.ts';
import type { Losses } from './ledger.ts';

/** What a drill found. It holds when nothing was lost, doubled or out of order, and nothing else is broken. */
export interface Report extends Losses {
  counts: Record<string, number>;
  /** Measured, never asserted. */
  figures: Record<string, string>;
  /** A sentence for each thing that should not have been. */
  broken: string[];
}

export function emptyReport(): Report {
  return { lost: 0, doubled: 0, outOfOrder: 0, counts: {}, figures: {}, broken: [] };
}

export function addLosses(report: Report, losses: Losses): void {
  report.lost += losses.lost;
  report.doubled += losses.doubled;
  report.outOfOrder += losses.outOfOrder;
}

export function count(report: Report, name: string, by = 1): void {
  report.counts[name] = (report.counts[name] ?? 0) + by;
}

export function lossesOf({ lost, doubled, outOfOrder }: Report): number {
  return lost + doubled + outOfOrder;
}

export function holds(report: Report): boolean {
  return lossesOf(report) === 0 && report.broken.length === 0;
}

export function linesOf(name: string, report: Report, seconds: number): string[] {
  const { lost, doubled, outOfOrder, counts, figures, broken } = report;
  return [
    `${name}: ${lost} lost, ${doubled} doubled, ${outOfOrder} out of order, ${seconds.toFixed(1)} s`,
    ...[...Object.entries(counts), ...Object.entries(figures)].map(([what, found]) => `  ${what}: ${found}`),
    ...broken.map((sentence) => `  BROKEN: ${sentence}`),
  ];
}

export function secondsOf(waits: number[]): string {
  const sorted = waits.toSorted((a, b) => a - b);
  const median = must(sorted[Math.floor(sorted.length / 2)], 'a wait');
  return `median ${median.toFixed(1)}, longest ${must(sorted.at(-1), 'a wait').toFixed(1)}`;
}
