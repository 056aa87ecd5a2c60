import { drawCurves } from './curves.ts';
import { drawGoals } from './goals.ts';
import { inOrder } from './titles.ts';
import type { Published } from './published.ts';
import { margin, text, width } from './svg.ts';

/** Every figure against its goal, and how what was measured at several sizes grows. Light or dark, as the reader's system is. */
export function chartOf(all: readonly Published[]): string {
  const ordered = inOrder(all);
  const goals = drawGoals(ordered, 56);
  const curves = drawCurves(ordered, goals.bottom + 48);
  const height = curves.bottom + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">Claw Chat, measured: each figure against its goal, and how each grows</title>',
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    text('Each figure against its goal', { x: margin, y: 34, kind: 'head' }),
    ...goals.lines,
    ...curves.lines,
    '</svg>',
    '',
  ].join('\n');
}

/** The product's own paper and ink, as the colours that every viewer of pictures knows. */
const style = `
  :root { --paper: #fdfdfe; --ink: #161b26; --ink-2: #3d4453; --ink-3: #565d6a; --line: #dfe1e6; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #14181f; --ink: #e8eaee; --ink-2: #bcc0c8; --ink-3: #9ca1ab; --line: #2d323b; }
  }
  text { font: 12px 'Atkinson Hyperlegible Next', system-ui, sans-serif; fill: var(--ink-2); font-variant-numeric: tabular-nums; }
  .head { font-size: 16px; font-weight: 600; fill: var(--ink); }
  .section { font-weight: 600; fill: var(--ink); }
  .meta { fill: var(--ink-3); }
  .paper { fill: var(--paper); }
  .grid { stroke: var(--line); }
  .goal { stroke: var(--ink-3); }
  .mark { stroke: var(--ink); stroke-width: 1.5; }
  .curve { stroke: var(--ink); stroke-width: 1.5; fill: none; }
  .peer, .each { stroke: var(--ink-3); stroke-width: 1.5; fill: none; stroke-dasharray: 4 3; }
  .there { fill: var(--ink); stroke: var(--ink); stroke-width: 1.5; }
  .not { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
`;
