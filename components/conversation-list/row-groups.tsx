'use client';

import type { FocusEvent, RefObject } from 'react';
import { useState } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { GroupName } from '#lib/chat/conversation-groups.ts';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';
import { useArrowKeys } from '#components/ui/use-arrow-keys.ts';
import { ConversationRow } from './conversation-row.tsx';

/** All rows are one list to the arrow keys, whatever group they stand in. */
export function RowGroups({ groups, area, onOpen }: RowGroupsProps) {
  useArrowKeys(area, 'a[data-row]');
  const { stopId, onFocus, onBlur } = useStop(groups);
  return (
    <div onFocus={onFocus} onBlur={onBlur}>
      {groups.map((group, index) => (
        <section key={group.name} aria-labelledby={`group-${group.name}`}>
          <h2
            id={`group-${group.name}`}
            className={`px-2 pb-1 ${group.name === 'waiting' ? 'type-section-strong text-ink' : 'type-section text-ink-3'} ${index === 0 ? 'pt-2' : 'pt-4 in-data-[density=compact]:pt-3'}`}
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
    </div>
  );
}

interface RowGroupsProps {
  groups: readonly Group[];
  /** What scrolls, and what the arrows move in. */
  area: RefObject<HTMLElement | null>;
  onOpen?: () => void;
}

interface Group {
  name: GroupName;
  rows: readonly ConversationItem[];
}

/** The Tab key comes in at the open conversation, and goes out from the row that the arrows have reached. */
function useStop(groups: readonly Group[]) {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const openId = useOpenConversationId();
  const ids = groups.flatMap(({ rows }) => rows.map((row) => row.conversationId));
  const stopId = ids.find((id) => id === focusedId) ?? ids.find((id) => id === openId) ?? ids[0];
  return {
    stopId,
    onFocus: ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.dataset['row'] !== undefined) setFocusedId(target.dataset['row']);
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!currentTarget.contains(relatedTarget)) setFocusedId(null);
    },
  };
}
