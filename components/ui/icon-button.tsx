'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Tip, type TipPlace, iconLook, useTip } from './tip.tsx';

/** A button that is only an icon: it always has a name, and on fine pointers the name shows beside it. */
export function IconButton({ label, children, tip = 'below', className = '', ...rest }: IconButtonProps) {
  const { isDismissed, handlers } = useTip();
  return (
    <button type="button" aria-label={label} {...rest} {...handlers} className={`${iconLook} ${className}`}>
      {children}
      {!isDismissed && <Tip place={tip}>{label}</Tip>}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  label: string;
  children: ReactNode;
  tip?: TipPlace;
}
