import type { Goal, Row } from '../figures.ts';
import { judge } from './judge.ts';
import type { Published } from './published.ts';
import { inOrder, titleOf } from './titles.ts';

const begin = '<!-- figures: written by `npm run bench publish` -->';
const end = '<!-- end of figures -->';

/** The page with these figures in the place of those that it had. */
export function withFigures(page: string, all: readonly Published[]): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no place for figures');
  return `${before}${begin}\n\n${figures(all)}\n\n${end}${after}`;
}

function figures(all: readonly Published[]): string {
  const verdicts = all.flatMap(({ rows }) => rows.map(judge)).filter((verdict) => verdict !== null);
  const met = verdicts.filter(({ isAtGoal }) => isAtGoal).length;
  return [`${met} of ${verdicts.length} figures that have a goal are at it.`, ...inOrder(all).map(section)].join(
    '\n\n',
  );
}

function section(published: Published): string {
  const { bench, date, isShort, machine, rows } = published;
  const { node, cpu, cores, memoryGB } = machine;
  const taken = `${date}, Node ${node}, ${cores} × ${cpu}, ${memoryGB} GB${isShort ? ', **a short run**' : ''}`;
  const lines = rows.map((row) => `| ${cells(row).map(escaped).join(' | ')} |`);
  return [
    `### ${titleOf(bench)}`,
    `\`npm run bench ${bench}\`: ${taken}.`,
    [
      '| what | goal | ours | peer | ratio (95 %) | at its goal |',
      '| --- | --- | --- | --- | --- | --- |',
      ...lines,
    ].join('\n'),
  ].join('\n\n');
}

function cells(row: Row): string[] {
  const verdict = judge(row);
  const said = verdict === null ? '' : verdict.isAtGoal ? 'yes' : '**not yet**';
  return [row.what, goalIn(row.goal), row.ours, dashless(row.peer), dashless(row.ratio), said];
}

export function goalIn(goal: Goal): string {
  return goal.replace('>=', '≥').replace('<=', '≤');
}

function dashless(cell: string): string {
  return cell === '-' ? '' : cell;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
