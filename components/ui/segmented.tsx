'use client';

import type { ReactNode } from 'react';
import { useId } from 'react';

/** A few short answers in one frame. Radios underneath: one stop of the Tab key, arrows choose. */
export function Segmented<Value extends string>({
  legend,
  isLegendShown = true,
  hint,
  options,
  value,
  onChoose,
}: SegmentedProps<Value>) {
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className={isLegendShown ? 'mb-1 type-label' : 'sr-only'}>{legend}</legend>
      <div className="inline-flex max-w-full flex-wrap rounded-control border border-line-strong">
        {options.map((option) => (
          <label
            key={option.value}
            className="relative inline-flex min-h-[calc(var(--h-control)-2px)] items-center gap-1.5 px-2.5 text-ink-2 not-first:border-s not-first:border-line first:rounded-s-[3px] last:rounded-e-[3px] hover:bg-hover has-checked:bg-selected has-checked:type-label has-checked:text-ink"
          >
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
              className="absolute inset-x-0 -inset-y-px appearance-none rounded-[3px]"
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 type-caption text-ink-3">
          {hint}
        </p>
      )}
    </fieldset>
  );
}

interface SegmentedProps<Value extends string> {
  legend: string;
  /** Over a table its options say enough to who sees them. */
  isLegendShown?: boolean;
  hint?: ReactNode;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  value: Value;
  onChoose: (value: Value) => void;
}
