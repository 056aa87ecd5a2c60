import type { ReactNode } from 'react';

/** What narrows a list, over it: the search at the left, then the answers; what is rarely chosen, and the acts, at the end. */
export function Filters({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className="mt-8 mb-2 flex flex-wrap items-center gap-2 first:mt-0">
      {children}
      {end !== undefined && <div className="flex flex-wrap items-center gap-2 md:ml-auto">{end}</div>}
    </div>
  );
}
