'use client';

import type { ReactNode, TextareaHTMLAttributes } from 'react';
import { useId } from 'react';
import { Field } from './field.tsx';

/** A labelled field for a few sentences. It grows with them, where the browser can. */
export function TextArea({ label, hint, problem, ...area }: TextAreaProps) {
  return (
    <Field id={useId()} label={label} hint={hint} problem={problem}>
      {({ className, ...control }) => (
        <textarea
          rows={2}
          {...area}
          {...control}
          className={`${className} block field-sizing-content max-h-40 min-h-14 resize-none py-1.5`}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  hint?: ReactNode;
  problem?: string | undefined;
}
