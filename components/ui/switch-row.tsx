import type { InputHTMLAttributes, ReactNode } from 'react';
import { useId } from 'react';
import { Toggle } from './toggle.tsx';

/** A switch at the end of its row, with its word and a sentence under it. The whole row is the target. */
export function SwitchRow({ label, hint, ...input }: SwitchRowProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex items-start gap-3 py-2 max-md:min-h-11">
      <span className="min-w-0 flex-1">
        <span aria-hidden="true" className="block type-label">
          {label}
        </span>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="block max-w-[60ch] type-caption text-ink-3">
            {hint}
          </span>
        )}
      </span>
      <Toggle
        id={id}
        label={label}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-px"
        {...input}
      />
    </label>
  );
}

interface SwitchRowProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role'> {
  label: string;
  hint?: ReactNode;
}
