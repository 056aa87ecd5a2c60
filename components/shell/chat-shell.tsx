'use client';

import type { ReactNode } from 'react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useSearchParams } from 'next/navigation';
import { useRecovery } from '#components/realtime/use-recovery.ts';
import { DetailsProvider } from '#components/details/details-provider.tsx';
import { text } from '#components/text/text.ts';
import { Drawer } from './drawer.tsx';
import { DrawerContext } from './drawer-context.ts';
import { Sidebar } from './sidebar.tsx';
import { usePaneKeys } from './use-pane-keys.ts';

/** The frame: the list, under 768 in a drawer; then what the address names, which brings its own main part and details. */
export function ChatShell({ isDetailsDocked, children }: { isDetailsDocked: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  useListAtFirst(() => setOpen(true));
  useRecovery();
  usePaneKeys();
  return (
    <div className="grid h-full overflow-hidden md:grid-cols-[var(--w-sidebar)_minmax(0,1fr)]">
      <a
        href="#log"
        className="absolute top-2 left-2 z-20 -translate-y-16 rounded-control bg-fill px-3 py-2 type-label text-on-fill focus:translate-y-0"
      >
        {text.shell.skip}
      </a>
      <div className="min-h-0 max-md:hidden">
        <Sidebar />
      </div>
      <Drawer isOpen={isOpen} onClose={() => setOpen(false)}>
        <Sidebar onLeave={() => setOpen(false)} />
      </Drawer>
      <DrawerContext value={() => setOpen(true)}>
        <DetailsProvider isDocked={isDetailsDocked}>
          <div className="flex min-h-0 min-w-0">{children}</div>
        </DetailsProvider>
      </DrawerContext>
    </div>
  );
}

/** On a phone the list lies in the drawer: whoever comes for the list, and not for a conversation, finds it open. */
function useListAtFirst(open: () => void): void {
  const isForList = useSearchParams().has('suppressAutoOpen');
  const openOnPhone = useEffectEvent(() => {
    if (isForList && !matchMedia('(min-width: 48rem)').matches) open();
  });
  useEffect(() => openOnPhone(), []);
}
