'use client';

import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { use } from 'react';
import { useCompany } from '#components/company/company-provider.tsx';
import { useTellWriting } from '#components/company/writing-here.ts';
import { writingSentence } from '#components/company/writing-line.tsx';
import { ConversationMenu } from '#components/conversation-list/conversation-menu.tsx';
import { useMenuControl } from '#components/conversation-list/menu-control.ts';
import { useConversationMode } from '#components/conversation-list/use-conversation-mode.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { DetailsButtons } from '#components/details/details-buttons.tsx';
import { useDetails } from '#components/details/details-context.ts';
import { DrawerContext } from '#components/shell/drawer-context.ts';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { iconLook } from '#components/ui/tip.tsx';
import { BarTitle } from './bar-title.tsx';

/** The title, and the agent's state: beside it, under it on a phone, and not twice where the details say it. */
export function ConversationBar({ title, state, people, hasDetails = false }: ConversationBarProps) {
  const openList = use(DrawerContext);
  const { isDocked } = useDetails();
  const conversationId = useOpenConversationId();
  const row = useConversationRow(conversationId ?? '');
  const standing = useConversationMode(row);
  const menu = useMenuControl();
  const { writing } = useCompany();
  useTellWriting(conversationId, writing.length > 0 ? writingSentence(writing) : null);
  return (
    <header className="h-[calc(var(--h-head)+env(safe-area-inset-top))] flex-none border-b border-line pt-[env(safe-area-inset-top)] max-md:h-[calc(3.5rem+env(safe-area-inset-top))]">
      <div className="flex h-full items-center pr-3 pl-6 max-md:px-1 md:gap-2">
        <IconButton label={text.shell.openList} className="md:hidden" onClick={openList}>
          <ChevronLeft className="size-4" strokeWidth={1.75} />
        </IconButton>
        <BarTitle title={title} isChangeable={row !== undefined && hasDetails} {...standing}>
          <span className={`inline-flex min-w-0 ${isDocked ? 'xl:hidden' : ''}`}>{state}</span>
        </BarTitle>
        {standing.mode === 'plain' && people}
        {standing.mode === 'plain' && hasDetails && <DetailsButtons />}
        {standing.mode === 'plain' && row !== undefined && hasDetails && (
          <span className="relative inline-grid">
            <ConversationMenu
              row={row}
              control={menu}
              label={text.acts.more}
              setMode={standing.setMode}
              attempt={standing.attempt}
              className={iconLook}
            />
          </span>
        )}
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
