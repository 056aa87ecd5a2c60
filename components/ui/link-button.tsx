import type { ButtonHTMLAttributes } from 'react';

/** An act inside a sentence: looks like a link, is a button. */
export function LinkButton({ className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      className={`touch-room flex-none rounded-flag font-medium underline decoration-1 underline-offset-3 whitespace-nowrap ${className}`}
    />
  );
}
