'use client';

import type { ReactNode } from 'react';
import type { Problem } from '#components/data/problem.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Standing } from '#components/ui/standing.tsx';
import { ConversationBar } from './conversation-bar.tsx';

/** What stands in the log's place begins where its text would begin. */
export function InPlaceOfLog({ children }: { children: ReactNode }) {
  return (
    <div id="log" className="min-h-0 flex-1 overflow-y-auto px-6 pt-6 max-md:px-4">
      <div className="mx-auto w-full max-w-(--w-column) md:pl-[52px]">{children}</div>
    </div>
  );
}

export function LoadingConversation() {
  return (
    <InPlaceOfLog>
      <Bones widths={[70, 92, 54]} label={text.conversation.loading} />
    </InPlaceOfLog>
  );
}

/** Deleted, never there and somebody else's look the same: the page must not tell which. */
export function UnknownConversation() {
  return (
    <MainPane>
      <ConversationBar title={text.product} />
      <InPlaceOfLog>
        <Standing title={text.conversation.unknown}>
          {text.conversation.unknownWhy} <PageLink href="/claw/chat">{text.conversation.unknownLink}</PageLink>
        </Standing>
      </InPlaceOfLog>
    </MainPane>
  );
}

export function BrokenConversation({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const why = problem.code === null ? text.problem.network : text.problem.server;
  return (
    <MainPane>
      <ConversationBar title={text.product} />
      <InPlaceOfLog>
        <Broken
          title={text.conversation.failed}
          why={`${why} ${text.conversation.failedSafe}`}
          requestId={problem.requestId}
          onRetry={onRetry}
        />
      </InPlaceOfLog>
    </MainPane>
  );
}
