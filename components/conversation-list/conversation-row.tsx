'use client';

import { useEffect, useRef } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';
import { ConversationMenu } from './conversation-menu.tsx';
import { useMenuControl } from './menu-control.ts';
import { RowLink } from './row-link.tsx';
import { RowQuestion } from './row-question.tsx';
import { TitleField } from './title-field.tsx';
import { useConversationMode } from './use-conversation-mode.ts';
import { useLongPress } from './use-long-press.ts';

/** A row, and in its place whatever is being done to it. */
export function ConversationRow({ row, isStop, onOpen }: ConversationRowProps) {
  const isCurrent = useOpenConversationId() === row.conversationId;
  const { mode, setMode, problem, attempt, rename, confirm } = useConversationMode(row);
  const menu = useMenuControl();
  const press = useLongPress(() => menu.open(false));
  const link = useRef<HTMLAnchorElement>(null);
  useFocusBack(mode === 'plain', link);
  const title = row.title ?? text.list.untitled;
  const stay = () => setMode('plain');

  if (mode === 'renaming')
    return (
      <div className="grid min-h-(--h-row) content-center px-1">
        <TitleField title={row.title ?? ''} onSave={rename} onDone={stay} className="min-h-(--h-control) type-label" />
      </div>
    );
  if (mode !== 'plain') {
    const asks = mode === 'deleting' ? text.acts.deleteAsk : text.acts.leaveAsk;
    return <RowQuestion of={title} asks={asks} onYes={confirm} onNo={stay} className="min-h-(--h-row) px-2" />;
  }
  return (
    <div className="group/row relative" {...press}>
      <RowLink row={row} isCurrent={isCurrent} isStop={isStop} problem={problem} onOpen={onOpen} link={link} />
      <span className="absolute top-1 right-1.5 size-6">
        <ConversationMenu
          row={row}
          control={menu}
          label={text.acts.menu(title)}
          tabIndex={isStop ? 0 : -1}
          focusBack={link}
          setMode={setMode}
          attempt={attempt}
          className="relative grid size-6 place-items-center rounded-control text-ink-2 opacity-0 hover:bg-selected hover:text-ink focus-visible:opacity-100 aria-expanded:opacity-100 pointer-coarse:hidden pointer-fine:group-hover/row:opacity-100 group-has-focus-visible/row:opacity-100"
        />
      </span>
    </div>
  );
}

interface ConversationRowProps {
  row: ConversationItem;
  isStop: boolean;
  onOpen?: () => void;
}

/** Whoever renamed, or thought better of leaving, is where they were. */
function useFocusBack(isPlain: boolean, link: React.RefObject<HTMLAnchorElement | null>): void {
  const wasPlain = useRef(true);
  useEffect(() => {
    if (isPlain && !wasPlain.current && document.activeElement === document.body) link.current?.focus();
    wasPlain.current = isPlain;
  }, [isPlain, link]);
}
