'use client';

import type { ComponentProps } from 'react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type Deed, ReasonDialog } from './reason-dialog.tsx';

/** A button that asks why before it does something. */
export function DeedButton({ deed, children, ...button }: DeedButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button {...button} kind={deed.isDanger === true ? 'danger' : 'plain'} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <ReasonDialog deed={deed} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

interface DeedButtonProps extends Omit<ComponentProps<typeof Button>, 'kind' | 'onClick'> {
  deed: Deed;
}
