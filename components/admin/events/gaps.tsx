import type { AdminEventsPage, Stretch } from '#lib/contract/admin/events.ts';
import { operationsText } from '#components/text/operations-text.ts';

const words = operationsText.events;

/** Positions are given out one by one, so arithmetic says whether one is missing: of what is shown, and of all that is kept. */
export function Gaps({ of: { shown, whole } }: { of: Pick<AdminEventsPage, 'shown' | 'whole'> }) {
  return (
    <ul className="mt-3 text-ink-2">
      {shown !== null && <Line name={words.shown} of={shown} />}
      {whole !== null && <Line name={words.whole} of={whole} />}
    </ul>
  );
}

function Line({ name, of: { from, to, missing } }: { name: string; of: Stretch }) {
  return (
    <li className={missing === 0 ? '' : 'text-danger'}>
      {name} {missing === 0 ? words.noGaps(from, to) : words.gaps(missing, from, to)}
    </li>
  );
}
