'use client';

import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { Tip, type TipPlace, iconLook, useTip } from './tip.tsx';

/** A way to another page that is only an icon. */
export function IconLink({ label, children, tip = 'below', className = '', ...rest }: IconLinkProps) {
  const { isDismissed, handlers } = useTip();
  return (
    <a aria-label={label} {...rest} {...handlers} className={`${iconLook} ${className}`}>
      {children}
      {!isDismissed && <Tip place={tip}>{label}</Tip>}
    </a>
  );
}

interface IconLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  label: string;
  children: ReactNode;
  tip?: TipPlace;
}
