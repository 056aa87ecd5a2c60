'use client';

import { CircleAlert } from 'lucide-react';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { useId } from 'react';

/** A labelled field. What is wrong with it stands under it, in words, and is read with it. */
export function TextField({ label, hint, problem, end, ref, ...input }: TextFieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div>
      <label htmlFor={id} className="mb-1 block type-label">
        {label}
      </label>
      <div className="relative">
        <input
          ref={ref}
          id={id}
          type="text"
          {...input}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={`min-h-(--h-control) w-full rounded-control border bg-paper px-2.5 text-ink max-md:text-[1rem] ${problem === undefined ? 'border-line-strong' : 'border-danger inset-ring inset-ring-danger'} ${end === undefined ? '' : 'pr-11'}`}
        />
        {end !== undefined && (
          <div className="absolute inset-y-0 right-0 z-1 grid w-(--h-control) place-items-center">{end}</div>
        )}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={`mt-1 flex gap-1 type-caption ${problem === undefined ? 'text-ink-3' : 'text-danger'}`}
        >
          {problem !== undefined && <CircleAlert aria-hidden="true" className="mt-px size-3.5" strokeWidth={2} />}
          {note}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  problem?: string | undefined;
  /** A control inside the field's right edge. */
  end?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}
