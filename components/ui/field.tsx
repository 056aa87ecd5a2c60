import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** A label over a field, and under it, in words, what it is for or what is wrong with it, which is read with it. */
export function Field({ id, label, hint, problem, children }: FieldProps) {
  const note = problem ?? hint;
  return (
    <div>
      <label htmlFor={id} className="mb-1 block type-label">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem !== undefined || undefined,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        className: `min-h-(--h-control) w-full rounded-control border bg-paper px-2.5 text-ink max-md:text-[1rem] ${problem === undefined ? 'border-line-strong' : 'border-danger inset-ring inset-ring-danger'}`,
      })}
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

interface FieldProps {
  id: string;
  label: string;
  hint?: ReactNode;
  problem?: string | undefined;
  /** Draws the control; it has to pass on what it is given. */
  children: (control: FieldControl) => ReactNode;
}

interface FieldControl {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
  className: string;
}
