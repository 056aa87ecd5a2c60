import { must } from '#lib/std/must.ts';
import { counted, type Curve, type Goal, type Row } from '../figures.ts';
import type { Cost } from './measure.ts';
import type { Growth, Operation } from './operation.ts';

/** An index that is a hundred times as large is one page deeper, wherever it is entered: half more after three decades, at most. */
const deeper: Goal = '<= 1.5';
/** Where an index or two are all that is looked at, a page more is half more: what is less than this counts as this. */
const pagesMin = 20;

interface CostAt extends Cost {
  size: number;
}

/** What each operation cost at each size, until they are rows. */
export class Growing {
  readonly #of: Curve['of'];
  readonly #found = new Map<Operation, CostAt[]>();

  constructor(of: Curve['of']) {
    this.#of = of;
  }

  add(size: number, found: ReadonlyMap<Operation, Cost>): void {
    for (const [operation, cost] of found) {
      this.#found.set(operation, [...(this.#found.get(operation) ?? []), { size, ...cost }]);
    }
  }

  rows(): Row[] {
    return [...this.#found].map(([operation, costs]) => rowOf(operation, costs, this.#of));
  }
}

function rowOf({ what, growth }: Operation, costs: readonly CostAt[], of: Curve['of']): Row {
  const last = must(costs.at(-1), 'the largest');
  const pages = costs.map(({ buffers }) => buffers.toFixed(0)).join(', ');
  const statements = costs.map((cost) => cost.statements).join(', ');
  return {
    what: `${what}: pages (statements) at ${costs.map(({ size }) => told(size)).join(', ')}`,
    ours: `${pages} (${statements}), ${last.medianMs.toFixed(1)} ms`,
    ...judged(growth, costs),
    curve: { of, unit: 'pages', points: costs.map(({ size, buffers }) => ({ size, ours: buffers, peer: null })) },
  };
}

function judged(growth: Growth, costs: readonly CostAt[]): Pick<Row, 'peer' | 'ratio' | 'goal' | 'held'> {
  if (typeof growth === 'object') {
    const share = must(costs.at(-1), 'the largest').buffers / growth.pagesMax;
    return { peer: `limit ${growth.pagesMax}`, ratio: share.toFixed(2), goal: '<= 1.0', held: counted(share) };
  }
  const rise = Math.max(
    riseOf(costs.map(({ buffers }) => Math.max(pagesMin, buffers))),
    riseOf(costs.map(({ statements }) => statements)),
  );
  const isConstant = growth === 'constant';
  return {
    peer: '-',
    ratio: rise.toFixed(2),
    goal: isConstant ? deeper : '',
    held: isConstant ? counted(rise) : null,
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
