import type { AnchorHTMLAttributes } from 'react';

/** A link to another page by a whole load: rare ways, for which the router's own link would be code on every page. */
export function PageLink({ className = '', children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={`touch-room underline decoration-1 underline-offset-3 ${className}`}>
      {children}
    </a>
  );
}
