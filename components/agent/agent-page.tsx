'use client';

import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { use } from 'react';
import { DrawerContext } from '#components/shell/drawer-context.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Page, PageBar } from '#components/ui/page.tsx';

/** A page about an agent beside the list of conversations, to which on a phone its bar leads. */
export function AgentPage({ title, width = 'form', children }: AgentPageProps) {
  const openList = use(DrawerContext);
  return (
    <MainPane>
      <PageBar
        title={title}
        start={
          <IconButton label={text.shell.openList} onClick={openList}>
            <ChevronLeft className="size-4" strokeWidth={1.75} />
          </IconButton>
        }
      />
      <Page width={width}>
        <div id="log">{children}</div>
      </Page>
    </MainPane>
  );
}

interface AgentPageProps {
  title: string;
  width?: 'form' | 'overview';
  children: ReactNode;
}
