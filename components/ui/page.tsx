import type { ReactNode } from 'react';

/** The bar over a page. `start` is the way back: on a phone, or wherever the page needs it. */
export function PageBar({ title, start, isStartAlways = false, end }: PageBarProps) {
  return (
    <header className="h-[calc(var(--h-head)+env(safe-area-inset-top))] flex-none border-b border-line pt-[env(safe-area-inset-top)] max-md:h-[calc(3.5rem+env(safe-area-inset-top))]">
      <div className="flex h-full items-center gap-2 pr-3 pl-6 max-md:gap-0 max-md:px-1">
        {start !== undefined && <span className={isStartAlways ? 'flex-none' : 'md:hidden'}>{start}</span>}
        <h1 className="min-w-0 flex-1 truncate type-head max-md:px-2">{title}</h1>
        {end}
      </div>
    </header>
  );
}

interface PageBarProps {
  title: ReactNode;
  start?: ReactNode;
  isStartAlways?: boolean;
  end?: ReactNode;
}

const widths = { form: 'max-w-[720px]', overview: 'max-w-[1040px]', full: '' } as const;

/** What is under the bar, at the title's left edge. It scrolls by itself; the bar stays. */
export function Page({ width = 'form', children }: { width?: keyof typeof widths; children: ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-6 pt-7 pb-12 max-md:px-4 max-md:pt-5 max-md:pb-8">
      <div className={widths[width]}>{children}</div>
    </div>
  );
}
