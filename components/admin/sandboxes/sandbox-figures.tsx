'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { SandboxFigures as Known } from '#lib/contract/admin/sandboxes.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { lasting } from '#components/text/lasting.ts';
import { sandboxText } from '#components/text/admin-sandbox-text.ts';
import { BarChart } from '../figures/bar-chart.tsx';
import { Figure, Figures } from '../figures/figures.tsx';
import { number, sumOf } from '../figures/number.ts';

const words = sandboxText.figures;

export function SandboxFigures({ query }: { query: UseQueryResult<Known> }) {
  return (
    <Loaded what={words.what} query={query}>
      {(known) => (
        <div className="grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_300px]">
          <Figures>
            <Figure name={words.total} value={number(known.total)} note={since(known.total - known.monthAgo)} />
            <Figure name={words.running} value={number(known.running)} note={words.starting(known.starting)} />
            <Figure name={words.owners} value={number(known.owners)} note={words.ofPeople(known.people)} />
            <Life life={known.life} />
          </Figures>
          <BarChart
            title={words.chart}
            summary={words.both(sumOf(known.created), sumOf(known.destroyed))}
            series={[
              { name: sandboxText.created, days: known.created },
              { name: sandboxText.destroyed, days: known.destroyed },
            ]}
          />
        </div>
      )}
    </Loaded>
  );
}

function Life({ life }: Pick<Known, 'life'>) {
  if (life === null) return <Figure name={words.life} value={adminText.table.none} note={words.noLife} />;
  return <Figure name={words.life} value={lasting(life.averageMs)} note={words.median(lasting(life.medianMs))} />;
}

function since(change: number): string {
  if (change === 0) return words.same;
  return change > 0 ? words.more(change) : words.fewer(-change);
}
