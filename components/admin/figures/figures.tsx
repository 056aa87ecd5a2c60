import type { ReactNode } from 'react';

/** A few numbers in one ruled strip; on a phone two beside each other. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 border-y border-line md:auto-cols-fr md:grid-flow-col md:grid-cols-none">
      {children}
    </dl>
  );
}

export function Figure({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="border-line px-4 py-3 max-md:px-0 max-md:py-2.5 max-md:even:border-s max-md:even:ps-3 max-md:nth-[n+3]:border-t md:first:ps-0 md:not-first:border-s">
      <dt className="type-caption text-ink-3">{name}</dt>
      <dd>
        <span className="block type-title digits">{value}</span>
        {note !== undefined && <span className="block type-caption text-ink-2">{note}</span>}
      </dd>
    </div>
  );
}
