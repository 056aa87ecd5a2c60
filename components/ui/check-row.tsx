import { Check } from 'lucide-react';
import type { InputHTMLAttributes } from 'react';

/** One of several that can be chosen together. The whole row is the target. */
export function CheckRow({ label, ...input }: CheckRowProps) {
  return (
    <label className="flex items-center gap-2.5 py-1.5 wrap-anywhere max-md:min-h-11">
      <span className="relative size-4 flex-none">
        <input
          type="checkbox"
          {...input}
          className="peer touch-target block size-4 appearance-none rounded-flag border-[1.5px] border-line-strong bg-paper checked:border-fill checked:bg-fill forced-colors:appearance-auto"
        />
        <Check
          aria-hidden="true"
          className="pointer-events-none absolute inset-0.5 size-3 text-on-fill opacity-0 peer-checked:opacity-100 forced-colors:hidden"
          strokeWidth={3}
        />
      </span>
      {label}
    </label>
  );
}

interface CheckRowProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: string;
}
