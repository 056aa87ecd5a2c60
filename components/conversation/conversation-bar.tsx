'use client';

import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { use } from 'react';
import { DetailsButtons } from '#components/details/details-buttons.tsx';
import { useDetails } from '#components/details/details-context.ts';
import { DrawerContext } from '#components/shell/drawer-context.ts';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

/** The title, and the agent's state: beside it, under it on a phone, and not twice where the details say it. */
export function ConversationBar({ title, state, people, hasDetails = false }: ConversationBarProps) {
  const openList = use(DrawerContext);
  const { isDocked } = useDetails();
  return (
    <header className="h-[calc(var(--h-head)+env(safe-area-inset-top))] flex-none border-b border-line pt-[env(safe-area-inset-top)] max-md:h-[calc(3.5rem+env(safe-area-inset-top))]">
      <div className="flex h-full items-center pr-3 pl-6 max-md:px-1 md:gap-2">
        <IconButton label={text.shell.openList} className="md:hidden" onClick={openList}>
          <ChevronLeft className="size-4" strokeWidth={1.75} />
        </IconButton>
        <div className="flex min-w-0 flex-1 md:items-center md:gap-3 max-md:flex-col max-md:px-1">
          <h1 className="truncate type-head max-md:type-bar-phone">{title}</h1>
          <span className={`inline-flex min-w-0 ${isDocked ? 'xl:hidden' : ''}`}>{state}</span>
        </div>
        {people}
        {hasDetails && <DetailsButtons />}
      </div>
    </header>
  );
}

interface ConversationBarProps {
  title: string;
  state?: ReactNode;
  /** Who else looks at it. */
  people?: ReactNode;
  hasDetails?: boolean;
}
