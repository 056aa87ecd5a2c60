import type { Interval, Row } from '../figures.ts';
import { judge } from './judge.ts';
import type { Published } from './published.ts';
import { dot, line, logScale, margin, text, width } from './svg.ts';
import { goalIn } from './table.ts';
import { titleOf } from './titles.ts';

const rowHeight = 20;
const sectionHeight = 34;
const left = 400;
const right = width - 120;
const [least, most] = [0.25, 16];
const at = logScale([least, most], [left, right]);
const ticks = [0.25, 0.5, 1, 2, 4, 8, 16];

interface Drawn {
  lines: string[];
  bottom: number;
}

/** A dot where a figure is and a line as long as its interval; filled if it is at its goal. Further right is better. */
export function drawGoals(all: readonly Published[], top: number): Drawn {
  const lines: string[] = [];
  let y = top + 20;
  for (const { bench, rows } of all) {
    const judged = rows.flatMap(judgedRow);
    if (judged.length === 0) continue;
    lines.push(text(titleOf(bench), { x: margin, y: y + 22, kind: 'section' }));
    y += sectionHeight;
    for (const one of judged) {
      lines.push(...drawRow(one, y));
      y += rowHeight;
    }
  }
  return { lines: [...drawTicks(top, y), ...lines], bottom: y };
}

interface Judged {
  row: Row;
  isAtGoal: boolean;
  better: Interval;
}

/** What grows has a curve of its own below. */
function judgedRow(row: Row): Judged[] {
  const verdict = judge(row);
  if (verdict === null || verdict.better === null || isGrowth(row)) return [];
  return [{ row, isAtGoal: verdict.isAtGoal, better: verdict.better }];
}

function isGrowth({ curve }: Row): boolean {
  return curve !== undefined && curve.of !== 'sockets';
}

function drawTicks(top: number, bottom: number): string[] {
  return ticks.flatMap((tick) => [
    line(tick === 1 ? 'goal' : 'grid', { x: at(tick), y: top + 8 }, { x: at(tick), y: bottom }),
    text(labelOf(tick), { x: at(tick), y: top, anchor: 'middle', ...(tick === 1 ? {} : { kind: 'meta' }) }),
  ]);
}

function labelOf(tick: number): string {
  if (tick === 1) return 'goal';
  return tick < 1 ? `${1 / tick} × worse` : `${tick} ×${tick === most ? ' better' : ''}`;
}

function drawRow({ row, isAtGoal, better }: Judged, y: number): string[] {
  const middle = y + rowHeight / 2;
  return [
    text(row.what, { x: margin, y: middle + 4 }),
    line('mark', { x: at(better.low), y: middle }, { x: at(better.high), y: middle }),
    dot(isAtGoal ? 'there' : 'not', { x: at(better.median), y: middle }),
    text(`${numberOf(row)}, ${goalIn(row.goal)}`, { x: width - margin, y: middle + 4, anchor: 'end', kind: 'meta' }),
  ];
}

function numberOf({ held }: Row): string {
  const value = held?.median ?? 0;
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
