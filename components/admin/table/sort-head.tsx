'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { HeadCell } from '#components/ui/table.tsx';

/** A column that can be sorted by: pressed, it is; pressed again, the other way round. The arrow stands on the sorted one only. */
export function SortHead<Value extends string>({
  name,
  up,
  down,
  sort,
  onSort,
  first = up,
  ...cell
}: SortHeadProps<Value>) {
  const Arrow = sort === up ? ArrowUp : ArrowDown;
  const isSorted = sort === up || sort === down;
  return (
    <HeadCell aria-sort={!isSorted ? undefined : sort === up ? 'ascending' : 'descending'} {...cell}>
      <button
        type="button"
        onClick={() => onSort(sort === down ? up : sort === up ? down : first)}
        className={`touch-room inline-flex items-center gap-1 rounded-flag hover:text-ink ${isSorted ? 'text-ink' : ''}`}
      >
        {name}
        {isSorted && <Arrow aria-hidden="true" className="size-3.5" strokeWidth={2} />}
      </button>
    </HeadCell>
  );
}

interface SortHeadProps<Value extends string> {
  name: string;
  /** As the two orders are called in the address. */
  up: Value;
  down: Value;
  sort: Value;
  /** What a press begins with: words with the first of them, numbers and moments with the greatest. */
  first?: Value;
  onSort: (sort: Value) => void;
  isNumber?: boolean;
  className?: string;
}
