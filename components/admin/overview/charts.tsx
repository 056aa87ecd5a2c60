import type { Day } from '#lib/contract/admin/figures.ts';
import type { Overview } from '#lib/contract/admin/overview.ts';
import { overviewText as words } from '#components/text/admin-overview-text.ts';
import { BarChart } from '../figures/bar-chart.tsx';
import { number, sumOf } from '../figures/number.ts';

/** Thirty days of what happens most. */
export function Charts({ overview: { messages, approvals, pushes } }: { overview: Overview }) {
  return (
    <div className="mt-8 grid gap-6 md:grid-cols-2 md:gap-8 xl:grid-cols-3">
      <BarChart
        title={words.messages}
        summary={words.peak(number(sumOf(messages)), peak(messages))}
        series={[{ name: words.messages, days: messages }]}
      />
      <BarChart
        title={words.approvals}
        summary={words.peak(number(sumOf(approvals.days)), peak(approvals.days))}
        series={[{ name: words.approvals, days: approvals.days }]}
      />
      <BarChart
        title={words.pushes}
        summary={words.sent(number(sumOf(pushes.days)), number(pushes.failed))}
        series={[{ name: words.pushes, days: pushes.days }]}
      />
    </div>
  );
}

function peak(days: readonly Day[]): string {
  return number(Math.max(0, ...days.map(({ count }) => count)));
}
