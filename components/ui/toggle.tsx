import type { InputHTMLAttributes } from 'react';

/** Acts at once. A checkbox underneath, so the keyboard, forms and screen readers know it; the label says what it switches. */
export function Toggle({ label, className = '', ...input }: ToggleProps) {
  return (
    <span className={`group/toggle relative inline-block h-[18px] w-8 flex-none align-middle ${className}`}>
      <input
        type="checkbox"
        // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- the checkbox itself says whether it is checked
        role="switch"
        aria-label={label}
        {...input}
        className="touch-target peer absolute inset-0 size-full scroll-my-4 appearance-none rounded-person border-[1.5px] border-line-strong bg-paper transition-colors duration-(--t-fast) checked:border-fill checked:bg-fill disabled:border-dashed"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute top-1 left-1 size-2.5 rounded-person bg-line-strong transition-transform duration-(--t-fast) peer-checked:translate-x-3.5 peer-checked:bg-on-fill forced-colors:bg-[CanvasText]!"
      />
    </span>
  );
}

interface ToggleProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role'> {
  label: string;
}
