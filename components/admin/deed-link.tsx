'use client';

import { useState } from 'react';
import { LinkButton } from '#components/ui/link-button.tsx';
import { type Deed, ReasonDialog } from './reason-dialog.tsx';

/** In a row: one word, whose whole name says what it is done to. */
export function DeedLink({ deed, children }: { deed: Deed; children: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <LinkButton aria-label={deed.act} onClick={() => setOpen(true)}>
        {children}
      </LinkButton>
      <ReasonDialog deed={deed} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
