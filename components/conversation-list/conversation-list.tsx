'use client';

import { useRef } from 'react';
import { groupConversations } from '#lib/chat/conversation-groups.ts';
import { problemOf } from '#components/data/problem.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useArrowKeys } from '#components/ui/use-arrow-keys.ts';
import { ConversationRow } from './conversation-row.tsx';
import { useNewConversation } from './use-new-conversation.ts';

export function ConversationList({ onOpen }: { onOpen?: () => void }) {
  const { rows, query, more, hasMore } = useConversationList();
  const { now, timeZone } = useClock();
  const area = useRef<HTMLDivElement>(null);
  useArrowKeys(area, 'a');
  const openId = useOpenConversationId();
  const stopId = (rows?.find((row) => row.conversationId === openId) ?? rows?.[0])?.conversationId;

  if (rows === null && query.error !== null)
    return <ListProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (rows === null) return <ListBones />;
  return (
    <div ref={area} className="flex-1 overflow-y-auto px-2 pt-1 pb-2">
      {rows.length === 0 && <EmptyList {...(onOpen && { onOpen })} />}
      {groupConversations(rows, now, timeZone).map((group, index) => (
        <section key={group.name} aria-labelledby={`group-${group.name}`}>
          <h2
            id={`group-${group.name}`}
            className={`px-2 pb-1 type-section text-ink-3 ${index === 0 ? 'pt-2' : 'pt-4 in-data-[density=compact]:pt-3'}`}
          >
            {text.list.groups[group.name]}
          </h2>
          <ul>
            {group.rows.map((row) => (
              <li key={row.conversationId}>
                <ConversationRow row={row} isStop={row.conversationId === stopId} {...(onOpen && { onOpen })} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {hasMore && (
        <p className="px-2 pt-4 type-caption text-ink-3">
          <LinkButton onClick={() => more.mutate()} disabled={more.isPending}>
            {more.isPending ? text.list.moreLoading : text.list.more}
          </LinkButton>
          {more.error !== null && <span className="text-danger"> {problemOf(more.error).message}</span>}
        </p>
      )}
    </div>
  );
}

function EmptyList({ onOpen }: { onOpen?: () => void }) {
  const { create, canCreate, error } = useNewConversation(onOpen);
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
