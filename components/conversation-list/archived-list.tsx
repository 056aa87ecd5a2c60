'use client';

import { ChevronLeft } from 'lucide-react';
import { useRef } from 'react';
import { groupConversations } from '#lib/chat/conversation-groups.ts';
import { useArchivedList } from '#components/data/archived-list.ts';
import { problemOf } from '#components/data/problem.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { ListEnd } from './list-end.tsx';
import { RowGroups } from './row-groups.tsx';
import { useOwnRows } from './use-own-rows.ts';

/** What was put away: by day like the rest, and nothing of it waits or is pinned. */
export function ArchivedList({ onBack, onOpen }: { onBack: () => void; onOpen?: () => void }) {
  const { rows: all, query, more, hasMore } = useArchivedList();
  const rows = useOwnRows(all);
  const { now, timeZone } = useClock();
  const area = useRef<HTMLDivElement>(null);
  const groups = groupConversations(
    (rows ?? []).map((row) => ({ ...row, pinned: false })),
    { now, timeZone, mayDecide: () => false },
  );
  const problem = query.error === null || rows !== null ? null : problemOf(query.error);
  return (
    <div ref={area} className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
      <button
        type="button"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- what was pressed to come here has gone
        autoFocus
        onClick={onBack}
        className="flex min-h-(--h-control) w-full items-center gap-1.5 rounded-control px-2 type-label text-ink-2 hover:bg-hover hover:text-ink"
      >
        <ChevronLeft aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {text.list.archivedBack}
      </button>
      <h2 className="sr-only">{text.list.archived}</h2>
      {problem !== null && (
        <div className="px-2 pt-4">
          <Broken
            title={text.list.failed}
            why={problem.message}
            requestId={problem.requestId}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      {rows === null && problem === null && (
        <div className="px-2 pt-4">
          <Bones widths={[70, 92, 54]} label={text.list.loading} />
        </div>
      )}
      {rows?.length === 0 && (
        <p className="max-w-[34ch] px-2 py-4 type-caption text-ink-3">{text.list.archivedEmpty}</p>
      )}
      <RowGroups groups={groups} area={area} {...(onOpen && { onOpen })} />
      <ListEnd more={more} hasMore={hasMore} />
    </div>
  );
}
