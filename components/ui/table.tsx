import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react';

/**
 * A head over a strong line, rows with hairlines, no box around. On a phone a row is two lines: name and state on the
 * first, the rest as one caption under them; `place` says which cell is which.
 */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <table aria-label={label} className="w-full border-collapse max-md:block">
      <thead className="max-md:sr-only">
        <tr>{head}</tr>
      </thead>
      <tbody className="max-md:block">{children}</tbody>
    </table>
  );
}

export function HeadCell({ isNumber = false, className = '', ...rest }: HeadCellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={`border-b border-line-strong py-2 pr-3 type-section whitespace-nowrap text-ink-3 last:pr-0 ${isNumber ? 'text-end' : 'text-start'} ${className}`}
    />
  );
}

interface HeadCellProps extends ThHTMLAttributes<HTMLTableCellElement> {
  isNumber?: boolean;
}

/** The ground of a row under the pointer hangs 8 px out, so that its text keeps the page's edge. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <tr className="group/row border-b border-line md:hover:bg-hover md:hover:shadow-[-8px_0_0_var(--hover),8px_0_0_var(--hover)] max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-0.5 max-md:py-2.5">
      {children}
    </tr>
  );
}

const places = {
  name: 'max-md:col-start-1 max-md:row-start-1',
  state: 'max-md:col-start-2 max-md:row-start-1 max-md:text-end',
  rest: 'max-md:col-start-1 max-md:row-start-2 max-md:type-caption max-md:whitespace-normal max-md:text-ink-3',
  act: 'text-end max-md:col-start-2 max-md:row-start-2',
  wide: 'max-md:hidden',
} as const;

export function Cell({ place = 'wide', isNumber = false, className = '', ...rest }: CellProps) {
  return (
    <td
      {...rest}
      className={`h-(--h-cell) py-1 pr-3 align-middle whitespace-nowrap last:pr-0 max-md:h-auto max-md:p-0 ${isNumber ? 'text-end digits' : ''} ${places[place]} ${className}`}
    />
  );
}

interface CellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** Where it stands on a phone; `wide` is only there when there is room. */
  place?: keyof typeof places;
  isNumber?: boolean;
}
