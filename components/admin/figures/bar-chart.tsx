import { adminText } from '#components/text/admin-text.ts';
import { dayOfMonth } from '#components/text/day-of-month.ts';

const height = 72;
const step = 10;
const barWidth = 7;

/**
 * Days as bars of ink, today in full ink; a second series stands beside the first in outline. Who can't see bars has the same
 * numbers as a table.
 */
export function BarChart({ title, summary, series }: BarChartProps) {
  const [first] = series;
  const days = first.days.map(({ day }) => day);
  const most = Math.max(1, ...series.flatMap((one) => one.days.map(({ count }) => count)));
  const width = days.length * step;
  const slot = barWidth / series.length;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-baseline justify-between gap-3">
        <span className="flex flex-wrap gap-x-4 type-label">
          {series.length === 1
            ? title
            : series.map(({ name }, index) => (
                <span key={name} className="inline-flex items-center gap-1.5">
                  <i aria-hidden="true" className={`size-2 border border-ink ${index === 0 ? 'bg-ink' : ''}`} />
                  {name}
                </span>
              ))}
        </span>
        <span className="type-caption text-ink-3">{summary}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height + 1}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-[72px] w-full"
      >
        <path
          d={`M0 .5h${width}M0 ${height / 2 + 0.5}h${width}`}
          className="fill-none stroke-line"
          vectorEffect="non-scaling-stroke"
        />
        {series.map((one, index) =>
          one.days.map(({ day, count }, at) => (
            <rect
              key={`${one.name} ${day}`}
              x={at * step + index * slot}
              y={height - barHeight(count, most)}
              width={series.length === 1 ? barWidth : slot - 0.5}
              height={barHeight(count, most)}
              vectorEffect="non-scaling-stroke"
              className={look(index, at === days.length - 1)}
            />
          )),
        )}
        <path
          d={`M0 ${height + 0.5}h${width}`}
          className="fill-none stroke-line-strong"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden="true" className="mt-1 flex justify-between type-caption text-ink-3">
        <span>{days[0] === undefined ? '' : dayOfMonth(days[0])}</span>
        <span>{adminText.chart.today}</span>
      </div>
      <DaysAsTable title={title} series={series} />
    </figure>
  );
}

interface BarChartProps {
  title: string;
  summary: string;
  /** One or two, each with the same days, the oldest first and today last. */
  series: readonly [Series, ...Series[]];
}

interface Series {
  name: string;
  days: readonly { day: string; count: number }[];
}

/** What happened at all can be seen. */
function barHeight(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, (count / most) * (height - 8));
}

function look(index: number, isToday: boolean): string {
  if (index > 0) return 'fill-paper stroke-ink-2';
  return isToday ? 'fill-ink' : 'fill-ink-3/60';
}

function DaysAsTable({ title, series }: Pick<BarChartProps, 'title' | 'series'>) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{adminText.chart.day}</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series[0].days.map(({ day }, at) => (
          <tr key={day}>
            <th scope="row">{dayOfMonth(day)}</th>
            {series.map(({ name, days }) => (
              <td key={name}>{days[at]?.count ?? 0}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
