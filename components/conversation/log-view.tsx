'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Conversation, Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import { countNew } from '#lib/chat/unread.ts';
import type { LoadedLog } from '#components/data/conversation-log.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useReader } from '#components/data/reader-provider.tsx';
import { useTextReady } from '#components/markdown/use-text-ready.ts';
import { MessageActsContext } from '#components/message/acts-context.ts';
import { Message } from '#components/message/message.tsx';
import { late } from '#components/ui/late.tsx';
import { JumpPill } from './jump-pill.tsx';
import { useEnds } from './log-ends.ts';
import { LogNote } from './log-note.tsx';
import { MessageLog } from './message-log.tsx';
import { useActiveRow } from './use-active-row.ts';
import { useActs } from './use-acts.ts';
import { useArrival, useJump } from './use-jump.ts';
import { useLogItems, useWindow } from './use-log-items.ts';
import { usePermalink } from './use-permalink.ts';
import { usePinnedScroll } from './use-pinned-scroll.ts';
import { useReading } from './use-reading.ts';

const MessageTools = late(async () => (await import('#components/message/message-tools.tsx')).MessageTools);
const MessageSheet = late(async () => (await import('#components/message/message-sheet.tsx')).MessageSheet);
const RemovalQuestion = late(async () => (await import('#components/message/removal-question.tsx')).RemovalQuestion);
const VersionsDialog = late(async () => (await import('#components/message/versions-dialog.tsx')).VersionsDialog);

/** One conversation's log on screen: what is stored, what waits, where reading stands, and where the view stands. */
export function LogView({ conversation, loaded, people, sandbox, toggles, missedUpTo }: LogViewProps) {
  const { conversationId } = conversation;
  const { log, start } = loaded;
  const reader = useReader();
  const { entries: all } = useOutbox();
  const entries = useMemo(() => all.filter((entry) => entry.conversationId === conversationId), [all, conversationId]);
  const jump = useJump(conversationId);
  const window = useWindow(log, jump.centre);
  const { older, newer } = useEnds(conversationId, { ...window, start });

  const [isPinned, setPinned] = useState(true);
  const line = useReading({ conversation, messages: log.messages, isPinned, missedUpTo });
  const items = useLogItems(window, entries, line);
  const isReady = useTextReady(window.messages);
  const scroll = usePinnedScroll({
    items,
    isPinned,
    onPin: setPinned,
    newest: log.messages.at(-1)?.seq ?? 0,
    own: entries.length,
    isReady,
    isAtNewest: window.isNewest,
    onNearTop: () => isFree(older) && older.load(),
    onNearBottom: () => isFree(newer) && newer.load(),
  });
  const { toEnd } = jump;
  useEffect(() => {
    if (entries.length > 0) toEnd();
  }, [entries.length, toEnd]);

  const found = useArrival({ items, target: jump.target, isReady: scroll.isPlaced, showRow: scroll.showRow });
  const { acts, versionsOf, closeVersions, removalOf, problem } = useActs({
    toggles,
    messages: window.messages,
    jump: jump.to,
  });
  usePermalink(jump.to);
  const { active, pressed, release } = useActiveRow(scroll.scroller);
  const pressedItem = items.find((item) => item.key === pressed);

  return (
    <MessageActsContext value={acts}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <MessageLog items={items} sandbox={sandbox} scroll={scroll} older={older} newer={newer}>
          {({ key, message, startsTurn }) => (
            <Message
              message={message}
              startsTurn={startsTurn}
              people={people}
              sandbox={sandbox}
              isFound={key === found}
              {...(key === active && { tools: <MessageTools message={message} /> })}
              {...(key === removalOf &&
                message.stored !== null && { question: <RemovalQuestion message={message.stored} /> })}
            />
          )}
        </MessageLog>
        <LogNote>{jump.problem ?? problem}</LogNote>
        {!isPinned && (
          <JumpPill
            count={countNew(log.messages, scroll.seen, reader.id)}
            onPress={() => {
              toEnd();
              scroll.toBottom();
            }}
          />
        )}
        {pressedItem?.kind === 'message' && <MessageSheet message={pressedItem.message} onClose={release} />}
        {versionsOf !== null && <VersionsDialog message={versionsOf} onClose={closeVersions} />}
      </div>
    </MessageActsContext>
  );
}

interface LogViewProps {
  conversation: Conversation;
  loaded: LoadedLog;
  people: readonly Member[];
  sandbox: Sandbox | undefined;
  toggles: ReactionToggles;
  missedUpTo: number | null;
}

/** What failed is loaded by a press, not by every pixel that is scrolled. */
function isFree({ hasMore, isLoading, error }: { hasMore: boolean; isLoading: boolean; error: Error | null }): boolean {
  return hasMore && !isLoading && error === null;
}
