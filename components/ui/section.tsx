import type { ReactNode } from 'react';

/** A part of a page: its head, a sentence, and what can be done beside them. Space separates sections, not boxes. */
export function Section({ title, lede, end, children }: SectionProps) {
  return (
    <section className="mt-8 first:mt-0">
      <div className="mb-3 flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="type-head">{title}</h2>
          {lede !== undefined && <p className="mt-1 max-w-[60ch] text-ink-2">{lede}</p>}
        </div>
        {end}
      </div>
      {children}
    </section>
  );
}

interface SectionProps {
  title: string;
  lede?: ReactNode;
  end?: ReactNode;
  children?: ReactNode;
}
