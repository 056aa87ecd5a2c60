import type { InputHTMLAttributes, ReactNode } from 'react';
import { useId } from 'react';

const mark =
  'touch-target relative size-4 flex-none appearance-none rounded-person border-[1.5px] border-line-strong bg-paper checked:border-[5px] checked:border-fill checked:bg-on-fill';

/** A question with its answers one under the other. `hidden` keeps the question for screen readers where a heading says it. */
export function RadioGroup({ legend, isLegendHidden = false, children, className = '' }: RadioGroupProps) {
  return (
    <fieldset className={`min-w-0 ${className}`}>
      <legend className={isLegendHidden ? 'sr-only' : 'mb-1 type-label'}>{legend}</legend>
      {children}
    </fieldset>
  );
}

interface RadioGroupProps {
  legend: string;
  isLegendHidden?: boolean;
  children: ReactNode;
  className?: string;
}

/** One answer: its word, and a sentence under it. The whole row is the target. */
export function RadioRow({ label, hint, ...input }: RadioRowProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex items-start gap-2.5 py-1.5 max-md:min-h-11 max-md:items-center">
      <input
        id={id}
        type="radio"
        {...input}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={`${mark} mt-0.5`}
      />
      <span>
        <span id={`${id}-label`} className="block type-label">
          {label}
        </span>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="block type-caption text-ink-3">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

interface RadioRowProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: string;
  hint?: ReactNode;
}

/** A large answer with a picture; what it needs opens in place, under the one that is chosen. */
export function ChoiceRow({ title, glyph, lede, children, ...input }: ChoiceRowProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[16px_36px_minmax(0,1fr)] gap-x-4 border-b border-line py-5 first-of-type:border-t first-of-type:border-t-line-strong max-md:grid-cols-[16px_minmax(0,1fr)] max-md:gap-x-3">
      <input
        id={id}
        type="radio"
        {...input}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-lede`}
        className={`${mark} mt-[3px]`}
      />
      <label
        htmlFor={id}
        aria-hidden="true"
        className="-mt-[3px] grid size-7 place-items-center [&_svg]:size-6 max-md:hidden"
      >
        {glyph}
      </label>
      <div>
        <label htmlFor={id} className="block">
          <span id={`${id}-title`} className="block type-head leading-[22px]!">
            {title}
          </span>
          <span id={`${id}-lede`} className="block max-w-[76ch] text-ink-2">
            {lede}
          </span>
        </label>
        {input.checked === true && children !== undefined && (
          <div className="mt-4 grid max-w-[520px] gap-4">{children}</div>
        )}
      </div>
    </div>
  );
}

interface ChoiceRowProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'title'> {
  title: string;
  glyph: ReactNode;
  lede: ReactNode;
}
