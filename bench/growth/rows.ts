import { must } from '#lib/std/must.ts';
import { counted, type Curve, type Goal, type Row } from '../figures.ts';
import type { Cost } from './measure.ts';
import type { Growth } from './operation.ts';

/** An index that is a hundred times as large is one page deeper, wherever it is entered: half more after three decades, at most. */
const deeper: Goal = '<= 1.5';

export interface CostAt extends Cost {
  size: number;
}

export function rowOf(what: string, { growth, of, costs }: { growth: Growth; of: Curve['of']; costs: CostAt[] }): Row {
  const last = must(costs.at(-1), 'the largest');
  const isConstant = growth === 'constant';
  const rise = Math.max(riseOf(costs.map(({ buffers }) => buffers)), riseOf(costs.map((cost) => cost.statements)));
  const pages = costs.map(({ buffers }) => buffers.toFixed(0)).join(', ');
  const statements = costs.map((cost) => cost.statements).join(', ');
  return {
    what: `${what}: pages (statements) at ${costs.map(({ size }) => told(size)).join(', ')}`,
    ours: `${pages} (${statements}), ${last.medianMs.toFixed(1)} ms`,
    peer: isConstant ? '-' : `limit ${growth.pagesMax}`,
    ratio: isConstant ? rise.toFixed(2) : (last.buffers / growth.pagesMax).toFixed(2),
    goal: isConstant ? deeper : '<= 1.0',
    held: counted(isConstant ? rise : last.buffers / growth.pagesMax),
    curve: { of, unit: 'pages', points: costs.map(({ size, buffers }) => ({ size, ours: buffers, peer: null })) },
  };
}

/** From a size to any larger one: small tables are read another way than large ones, so the smallest may be the dearest. */
function riseOf(values: readonly number[]): number {
  return Math.max(...values.map((value, at) => value / Math.min(...values.slice(0, at + 1))));
}

function told(size: number): string {
  if (size < 1_000) return String(size);
  return size < 1_000_000 ? `${size / 1_000} k` : `${size / 1_000_000} M`;
}
