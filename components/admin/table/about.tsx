import type { ReactNode } from 'react';
import { CopyId } from '#components/ui/copy-id.tsx';

/** What is known of one thing: names at the left, and at one edge beside them what they are. */
export function About({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(min(12rem,34%),auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 md:max-w-[720px]">
      {children}
    </dl>
  );
}

/** `id` is of what stands there, to be taken along. */
export function Fact({ name, id, children }: { name: string; id?: string; children?: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">
        {children}
        {id !== undefined && <CopyId id={id} />}
      </dd>
    </>
  );
}
