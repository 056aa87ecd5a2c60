'use client';

import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { useId } from 'react';
import { Field } from './field.tsx';

/** A labelled field of one line. */
export function TextField({ label, hint, problem, end, ref, ...input }: TextFieldProps) {
  return (
    <Field id={useId()} label={label} hint={hint} problem={problem}>
      {({ className, ...control }) => (
        <div className="relative">
          <input
            ref={ref}
            type="text"
            {...input}
            {...control}
            className={`${className} ${end === undefined ? '' : 'pr-11'}`}
          />
          {end !== undefined && (
            <div className="absolute inset-y-0 right-0 z-1 grid w-(--h-control) place-items-center">{end}</div>
          )}
        </div>
      )}
    </Field>
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
