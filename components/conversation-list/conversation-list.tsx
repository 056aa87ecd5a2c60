'use client';

import { Archive } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { groupConversations } from '#lib/chat/conversation-groups.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { problemOf } from '#components/data/problem.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { late } from '#components/ui/late.tsx';
import { ListEnd } from './list-end.tsx';
import { RowGroups } from './row-groups.tsx';
import { useNewConversation } from './use-new-conversation.ts';
import { useOwnRows } from './use-own-rows.ts';

const ArchivedList = late(async () => (await import('./archived-list.tsx')).ArchivedList);

export function ConversationList({ onOpen }: { onOpen?: () => void }) {
  const [isArchive, setArchive] = useState(false);
  const { rows: all, query, more, hasMore } = useConversationList();
  const rows = useOwnRows(all);
  const area = useRef<HTMLDivElement>(null);
  const groups = useGroups(rows ?? []);

  if (isArchive) return <ArchivedList onBack={() => setArchive(false)} {...(onOpen && { onOpen })} />;
  if (rows === null && query.error !== null)
    return <ListProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (rows === null) return <ListBones />;
  return (
    <div ref={area} className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
      {query.error !== null && (
        <p role="alert" className="px-2 pt-2 type-caption text-danger">
          {text.list.refreshFailed}{' '}
          <LinkButton onClick={() => void query.refetch()}>{text.problem.tryAgain}</LinkButton>
        </p>
      )}
      {rows.length === 0 && !hasMore && <EmptyList {...(onOpen && { onOpen })} />}
      <RowGroups groups={groups} area={area} {...(onOpen && { onOpen })} />
      <ListEnd more={more} hasMore={hasMore} />
      {!hasMore && <ArchiveButton onOpen={() => setArchive(true)} />}
    </div>
  );
}

function useGroups(rows: readonly ConversationItem[]) {
  const { now, timeZone } = useClock();
  const deciding = new Set(useSandboxes().flatMap((sandbox) => (sandbox.mayDecide ? [sandbox.sandboxId] : [])));
  return groupConversations(rows, { now, timeZone, mayDecide: (row) => deciding.has(row.sandboxId) });
}

/** At the end of the list, where what was put away would follow. */
function ArchiveButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mt-3 flex min-h-(--h-control) w-full items-center gap-2.5 rounded-control px-2 type-caption text-ink-3 hover:bg-hover hover:text-ink-2"
    >
      <Archive aria-hidden="true" className="mx-[3px] size-3.5" strokeWidth={2} />
      {text.list.archived}
    </button>
  );
}

function EmptyList({ onOpen }: { onOpen?: () => void }) {
  const { create, canCreate, error } = useNewConversation({ onCreated: onOpen });
  return (
    <p className="max-w-[30ch] px-2 py-4 type-caption text-ink-3">
      {text.list.empty} {canCreate && <LinkButton onClick={create}>{text.list.emptyStart}</LinkButton>}
      {error !== null && <span className="text-danger"> {text.list.createFailed(problemOf(error).message)}</span>}
    </p>
  );
}

function ListBones() {
  return (
    <div className="flex-1 px-4 pt-4">
      <Bones widths={[70, 92, 54, 80, 62]} label={text.list.loading} />
    </div>
  );
}

function ListProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const problem = problemOf(error);
  return (
    <div className="flex-1 px-4 pt-4">
      <Broken title={text.list.failed} why={problem.message} requestId={problem.requestId} onRetry={onRetry} />
    </div>
  );
}
