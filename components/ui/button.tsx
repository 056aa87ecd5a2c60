import type { ButtonHTMLAttributes } from 'react';

/** `quiet` has no edge until the pointer is on it; `danger` warns in its text, `danger-fill` destroys. */
const kinds = {
  plain: 'border-line-strong bg-paper text-ink hover:bg-hover',
  fill: 'border-fill bg-fill text-on-fill hover:border-fill-hover hover:bg-fill-hover',
  quiet: 'border-transparent text-ink hover:bg-hover',
  danger: 'border-line-strong bg-paper text-danger hover:bg-hover',
  'danger-fill': 'border-danger-fill bg-danger-fill text-on-danger hover:border-ink',
} as const;

/** Dashed: this is not the moment. It can still be reached, so that a reader of the screen learns that it is there. */
const offLook = 'border-dashed border-line text-ink-3';

const sizes = {
  control: 'min-h-(--h-control) px-3 type-label',
  small: 'min-h-6 px-2 type-section pointer-coarse:min-h-11',
} as const;

/** One ink button a form; the rest are plain. While busy it keeps its place and its focus and refuses presses. */
export function Button({
  kind = 'plain',
  size = 'control',
  wide = false,
  busy = false,
  disabled = false,
  className = '',
  ...rest
}: ButtonProps) {
  const refuses = busy || disabled;
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={refuses || undefined}
      {...(refuses && { onClick: (event) => event.preventDefault() })}
      className={`inline-flex items-center justify-center gap-1.5 rounded-control border whitespace-nowrap transition-colors duration-(--t-fast) ${sizes[size]} ${disabled ? offLook : kinds[kind]} ${wide ? 'w-full' : ''} ${className}`}
    />
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: keyof typeof kinds;
  size?: keyof typeof sizes;
  wide?: boolean;
  busy?: boolean;
}
