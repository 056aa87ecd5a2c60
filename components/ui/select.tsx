import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode, SelectHTMLAttributes } from 'react';
import { useId } from 'react';

/** The browser's own list: it knows every keyboard and every phone. Only its frame is ours. */
export function Select({ label, isLabelShown = true, hint, children, ...select }: SelectProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={isLabelShown ? 'mb-1 block type-label' : 'sr-only'}>
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          {...select}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="min-h-(--h-control) w-full appearance-none truncate rounded-control border border-line-strong bg-paper pr-8 pl-2.5 text-ink disabled:border-dashed disabled:border-line disabled:text-ink-3 max-md:text-[1rem]"
        >
          {children}
        </select>
        <ChevronsUpDown
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-ink-2"
          strokeWidth={2}
        />
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 type-caption text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  isLabelShown?: boolean;
  hint?: ReactNode;
}
