'use client';

import { Bell } from 'lucide-react';
import { useState } from 'react';
import { noticeText } from '#components/text/notice-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { late } from '#components/ui/late.tsx';

const WhatHappenedDialog = late(async () => (await import('./what-happened.tsx')).WhatHappened);

/** All that one has missed, in one place, wherever it happened. */
export function WhatHappenedButton({ onLeave }: { onLeave?: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={noticeText.open} tip="above" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Bell className="size-4" strokeWidth={1.75} />
      </IconButton>
      {isOpen && <WhatHappenedDialog onClose={() => setOpen(false)} {...(onLeave && { onLeave })} />}
    </>
  );
}
