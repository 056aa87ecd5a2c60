import type { ButtonHTMLAttributes } from 'react';

const kinds = {
  plain: 'border-line-strong bg-paper text-ink hover:bg-hover',
  fill: 'border-fill bg-fill text-on-fill hover:bg-fill-hover hover:border-fill-hover',
} as const;

/** One ink button a form; the rest are plain. While busy it keeps its place and its focus and refuses presses. */
export function Button({ kind = 'plain', wide = false, busy = false, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      {...rest}
      {...(busy && { onClick: (event) => event.preventDefault() })}
      className={`inline-flex min-h-(--h-control) items-center justify-center gap-1.5 rounded-control border px-3 type-label whitespace-nowrap transition-colors duration-(--t-fast) ${kinds[kind]} ${wide ? 'w-full' : ''} ${className}`}
    />
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: keyof typeof kinds;
  wide?: boolean;
  busy?: boolean;
}
