'use client';

import { Pencil } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useSandbox } from '#components/data/sandboxes.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { conversationPath, goToConversation, useOpenConversationId } from '#components/shell/navigation.ts';
import { rowTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { CountBadge } from '#components/ui/counts.tsx';
import { useLeftDraft } from './use-left-draft.ts';

export function ConversationRow({ row, isStop, onOpen }: ConversationRowProps) {
  const { now, timeZone } = useClock();
  const isCurrent = useOpenConversationId() === row.conversationId;
  const sandbox = useSandbox(row.sandboxId);
  const draft = useLeftDraft(row.conversationId, isCurrent);
  const preview = usePreview(row, draft);
  // What is on screen is read: the count of the open conversation would only flicker.
  const isNew = row.unreadCount > 0 && !isCurrent;

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goToConversation(row.conversationId);
    onOpen?.();
  }

  return (
    <a
      href={conversationPath(row.conversationId)}
      onClick={open}
      aria-current={isCurrent ? 'page' : undefined}
      tabIndex={isStop ? 0 : -1}
      {...(isStop && { 'data-pane-start': true })}
      className="group relative grid min-h-(--h-row) grid-cols-[20px_minmax(0,1fr)_auto] content-center gap-x-2.5 rounded-control px-2 py-1.5 hover:bg-hover aria-[current=page]:bg-selected"
    >
      <AgentFlag letter={sandbox?.flag ?? ''} className="mt-px text-ink" />
      <span className="min-w-0">
        <span className={`block truncate max-md:text-[15px] ${isNew ? 'type-new' : 'type-label'}`}>
          {row.title ?? text.list.untitled}
        </span>
        <span
          className={`block truncate type-caption in-data-[density=compact]:hidden group-hover:text-ink-2 group-aria-[current=page]:text-ink-2 max-md:text-[13px] ${isNew ? 'text-ink-2' : 'text-ink-3'}`}
        >
          {preview}
        </span>
      </span>
      <span className="grid content-start justify-items-end text-end type-caption text-ink-3 in-data-[density=compact]:flex in-data-[density=compact]:items-center in-data-[density=compact]:gap-1.5 group-aria-[current=page]:text-ink-2">
        <time dateTime={new Date(row.lastActivityAt).toISOString()} className="leading-5">
          {rowTime(row.lastActivityAt, now, timeZone)}
        </time>
        <Sign count={isNew ? row.unreadCount : 0} hasDraft={draft !== ''} />
      </span>
    </a>
  );
}

interface ConversationRowProps {
  row: ConversationItem;
  /** The list is one stop on the way of the Tab key, at this row; arrows move on from it. */
  isStop: boolean;
  onOpen?: () => void;
}

/** One sign a row, the most pressing: what is new before what was left unfinished. */
function Sign({ count, hasDraft }: { count: number; hasDraft: boolean }) {
  if (count > 0) return <CountBadge count={count} word={text.list.unread} />;
  return hasDraft && <Pencil aria-hidden="true" className="size-3.5" strokeWidth={2} />;
}

function usePreview({ preview }: ConversationItem, draft: string): string {
  const reader = useReader();
  if (draft !== '') return `${text.list.draft}: ${draft}`;
  if (preview === null) return text.list.nothingYet;
  if (preview.deleted) return text.list.deleted;
  return preview.senderId === reader.id ? `${text.list.you}: ${preview.text}` : preview.text;
}
