'use client';

import type { MouseEvent, RefObject } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { useSettled } from '#components/data/use-settled.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { conversationPath } from '#lib/chat/addresses.ts';
import { useChatRoot, useGoToConversation } from '#components/shell/navigation.ts';
import { rowTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { RowSign } from './row-sign.tsx';
import { TimeLeft } from './time-left.tsx';
import { useLeftDraft } from './use-left-draft.ts';
import { usePreview } from './use-preview.ts';

/** What one sees of a conversation, and the way into it. */
export function RowLink({ row, isCurrent, isStop, problem, onOpen, link }: RowLinkProps) {
  const root = useChatRoot();
  const goToConversation = useGoToConversation();
  const sandbox = useSandbox(row.sandboxId);
  const draft = useLeftDraft(row, isCurrent);
  const asks = sandbox?.mayDecide === true ? row.waiting.length : 0;
  const preview = usePreview(row, { draft, asks, agent: sandbox?.label ?? text.agent.somebody });
  // What is on screen is read. What stays unread in the open conversation, because one looks further up, counts like any other.
  const unreadHere = useSettled(isCurrent ? row.unreadCount : 0);
  const unread = isCurrent ? unreadHere : row.unreadCount;
  const isNew = unread > 0;
  const isCalm = row.muted || row.archivedAt !== null;

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goToConversation(row.conversationId);
    onOpen?.();
  }
  return (
    <a
      ref={link}
      href={conversationPath(row.conversationId, root)}
      onClick={open}
      aria-current={isCurrent ? 'page' : undefined}
      data-row={row.conversationId}
      tabIndex={isStop ? 0 : -1}
      {...(isStop && { 'data-pane-start': true })}
      className="group relative grid min-h-(--h-row) grid-cols-[20px_minmax(0,1fr)_auto] content-center gap-x-2.5 rounded-control px-2 py-1.5 [-webkit-touch-callout:none] hover:bg-hover aria-[current=page]:bg-selected forced-colors:aria-[current=page]:outline-2 forced-colors:aria-[current=page]:-outline-offset-2 group-has-aria-expanded/row:bg-hover"
    >
      <AgentFlag letter={sandbox?.flag ?? ''} className="mt-px text-ink" />
      <span className="min-w-0">
        <span
          className={`block truncate max-md:text-[15px] ${isNew ? 'type-new' : 'type-label'} ${isCalm && !isNew ? 'text-ink-2' : ''}`}
        >
          {row.title ?? text.list.untitled}
        </span>
        <span
          role={problem === null ? undefined : 'alert'}
          className={`block truncate type-caption in-data-[density=compact]:hidden max-md:text-[13px] ${problem === null ? `group-hover:text-ink-2 group-aria-[current=page]:text-ink-2 ${isNew || asks > 0 ? 'text-ink-2' : 'text-ink-3'}` : 'text-danger'}`}
        >
          {problem ?? preview}
        </span>
      </span>
      <span className="grid content-start justify-items-end text-end type-caption text-ink-3 in-data-[density=compact]:flex in-data-[density=compact]:items-center in-data-[density=compact]:gap-1.5 group-aria-[current=page]:text-ink-2 pointer-fine:group-hover/row:*:first:invisible group-has-focus-visible/row:*:first:invisible group-has-aria-expanded/row:*:first:invisible">
        <When row={row} isAsking={asks > 0} />
        <RowSign asks={asks} count={unread} hasDraft={draft !== ''} isMuted={row.muted} />
      </span>
    </a>
  );
}

interface RowLinkProps {
  row: ConversationItem;
  isCurrent: boolean;
  /** The list is one stop on the way of the Tab key, at this row; arrows move on from it. */
  isStop: boolean;
  /** Why what was just tried with it was refused. */
  problem: string | null;
  onOpen: (() => void) | undefined;
  link: RefObject<HTMLAnchorElement | null>;
}

/** When something last happened, or, where somebody is needed, how long they still are. */
function When({ row, isAsking }: { row: ConversationItem; isAsking: boolean }) {
  const { now, timeZone } = useClock();
  const until = isAsking ? (row.waiting[0]?.expiresAt ?? null) : null;
  if (until !== null) return <TimeLeft until={until} />;
  return (
    <time dateTime={new Date(row.lastActivityAt).toISOString()} className="leading-5">
      {rowTime(row.lastActivityAt, now, timeZone)}
    </time>
  );
}
