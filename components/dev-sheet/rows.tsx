'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useTellWriting } from '#components/company/writing-here.ts';
import { RowLink } from '#components/conversation-list/row-link.tsx';
import { RowQuestion } from '#components/conversation-list/row-question.tsx';
import { TitleField } from '#components/conversation-list/title-field.tsx';
import { ReaderProvider } from '#components/data/reader-provider.tsx';
import { sandboxesKey } from '#components/data/sandboxes.ts';
import { ClockProvider } from '#components/look/clock-provider.tsx';
import { text } from '#components/text/text.ts';
import { Specimen, Specimens } from './specimen.tsx';

const minute = 60_000;
const harbor: Sandbox = {
  sandboxId: 'harbor-01',
  organizationId: null,
  label: 'Harbor',
  ownerName: 'Mira',
  flag: 'H',
  runtime: 'builtin',
  status: 'running',
  statusReason: null,
  bot: { presence: 'online', at: null },
  mayDecide: true,
  approvers: ['Mira'],
  mayManage: true,
};
const mira = { id: 'mira', name: 'Mira', email: 'mira@example.org', isOperator: false };
const nothing = () => undefined;

/** A conversation's row in every state. Nothing here asks a server. */
export function RowStates() {
  const [at, setAt] = useState<number | null>(null);
  const [client] = useState(() => {
    const made = new QueryClient();
    made.setQueryDefaults(sandboxesKey, { staleTime: Infinity });
    made.setQueryData(sandboxesKey, [harbor]);
    return made;
  });
  useEffect(() => setAt(Date.now()), []);
  if (at === null) return null;
  return (
    <QueryClientProvider client={client}>
      <ReaderProvider account={mira}>
        <ClockProvider now={at} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
          <StatesAt at={at} />
        </ClockProvider>
      </ReaderProvider>
    </QueryClientProvider>
  );
}

function StatesAt({ at }: { at: number }) {
  useTellWriting('writing', 'Harbor is writing');
  const asks = (expiresAt: number | null) => ({ messageId: 'm', groupId: 'run', expiresAt, isCommand: true });
  const of = (title: string, rest: Partial<ConversationItem> = {}) => ({ ...rowAt(at), title, ...rest });
  return (
    <Specimens title="Conversation row">
      <Specimen name="Ordinary, new, current, writing, waiting, waiting long, draft, muted, archived, refused">
        <div className="bg-desk p-2">
          <One row={of('Comparing object stores')} />
          <One row={of('Release notes 2.14', { unreadCount: 12 })} />
          <One row={of('Why did the nightly backup skip?')} isCurrent />
          <One row={of('Rotate the registry credentials', { conversationId: 'writing' })} isCurrent />
          <One row={of('Ship shop-api 2.14 to staging', { waiting: [asks(at + 4.2 * minute)] })} />
          <One row={of('October invoices', { waiting: [asks(at + 22 * minute), asks(null)], unreadCount: 3 })} />
          <One
            row={of('Talk outline, PostgresConf', { draftPreview: 'open with the sequence story', personalSeq: 1 })}
          />
          <One row={of('Disk alerts on db-2', { muted: true })} />
          <One row={of('Rewrite the onboarding guide', { archivedAt: at })} />
          <One row={of('Who still pays by cheque?')} problem={text.acts.failed('Too many at once.')} />
        </div>
      </Specimen>
      <Specimen name="Renamed in place, and asked in place">
        <div className="grid gap-1 bg-desk p-2">
          <TitleField title="Release notes 2.14" onSave={nothing} onDone={nothing} className="min-h-(--h-control)" />
          <RowQuestion of="Release notes 2.14" asks={text.acts.leaveAsk} onYes={nothing} onNo={nothing} />
        </div>
      </Specimen>
    </Specimens>
  );
}

function One({ row, isCurrent = false, problem = null }: OneProps) {
  const link = useRef<HTMLAnchorElement>(null);
  return (
    <div className="group/row relative">
      <RowLink row={row} isCurrent={isCurrent} isStop={false} problem={problem} onOpen={undefined} link={link} />
    </div>
  );
}

interface OneProps {
  row: ConversationItem;
  isCurrent?: boolean;
  problem?: string | null;
}

function rowAt(at: number): ConversationItem {
  const preview = { messageId: 'm', senderId: 'mira', text: 'price them for 40 TB, cold', deleted: false };
  return {
    conversationId: 'c',
    sandboxId: harbor.sandboxId,
    title: null,
    titleSeq: 1,
    createdAt: at,
    joinedAt: at,
    joinedSeq: 0,
    lastActivityAt: at - 90 * minute,
    head: 1,
    lastReadSeq: 0,
    unreadCount: 0,
    preview,
    waiting: [],
    waitingSeq: 0,
    muted: false,
    pinned: false,
    archivedAt: null,
    draftPreview: null,
    personalSeq: 0,
  };
}
