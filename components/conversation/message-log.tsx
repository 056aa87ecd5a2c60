'use client';

import type { ReactNode } from 'react';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { problemOf } from '#components/data/problem.ts';
import { DayLine } from '#components/message/day-line.tsx';
import { UnreadLine } from '#components/message/unread-line.tsx';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useArrowKeys } from '#components/ui/use-arrow-keys.ts';
import type { PinnedScroll } from './use-pinned-scroll.ts';

type Item = LogItem<ShownMessage>;
type MessageItem = Extract<Item, { kind: 'message' }>;

/** The items in one column. Each is an element with its key, and only their list decides what there is to draw. */
export function MessageLog({ items, sandbox, scroll, older, newer, children }: MessageLogProps) {
  useArrowKeys(scroll.scroller, 'article');
  return (
    <div
      ref={scroll.scroller}
      id="log"
      role="log"
      aria-label={text.conversation.log}
      data-pane
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
      tabIndex={0}
      className={`log-ring relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain px-6 pt-6 pb-4 [overflow-anchor:none] md:[scrollbar-gutter:stable_both-edges] max-md:px-4 max-md:pb-3 ${scroll.isPlaced ? '' : 'invisible'}`}
    >
      <div ref={scroll.column} className="mx-auto w-full max-w-(--w-column)">
        <EndLine {...older} words={olderWords} className="mb-5" />
        {items.length === 0 && <EmptyLog sandbox={sandbox} />}
        {scroll.parts.map((part) =>
          part.kind === 'gap' ? (
            <div key={part.key} style={{ height: part.height }} />
          ) : (
            items.slice(part.start, part.end).map((item, index) => (
              <div key={item.key} data-key={item.key} className={gapBefore(item, part.start + index)}>
                {item.kind === 'message' ? children(item) : <Line item={item} />}
              </div>
            ))
          ),
        )}
        <EndLine {...newer} words={newerWords} className="mt-5" />
      </div>
    </div>
  );
}

interface MessageLogProps {
  items: readonly Item[];
  sandbox: Sandbox | undefined;
  scroll: PinnedScroll;
  older: End;
  newer: End;
  children: (item: MessageItem) => ReactNode;
}

function Line({ item }: { item: Exclude<Item, MessageItem> }) {
  return item.kind === 'day' ? <DayLine at={item.at} /> : <UnreadLine since={item.since} />;
}

/** 20 px between speakers, 4 between one speaker's messages. Inside of the row, so that its height has all of it. */
function gapBefore(item: Item, index: number): string {
  if (index === 0) return '';
  return item.kind === 'message' && !item.startsTurn ? 'pt-1' : 'pt-(--gap-turn)';
}

function EmptyLog({ sandbox }: { sandbox: Sandbox | undefined }) {
  return (
    <p className="max-w-[48ch] text-ink-2 md:pl-[52px]">
      {text.conversation.empty(sandbox?.label ?? text.agent.somebody)}
    </p>
  );
}

/** One end of what is loaded, when there is more beyond it. */
export interface End {
  hasMore: boolean;
  isLoading: boolean;
  error: Error | null;
  load: () => void;
}

const olderWords = {
  failed: text.conversation.olderFailed,
  loading: text.conversation.olderLoading,
  load: text.conversation.older,
};
const newerWords = {
  failed: text.conversation.newerFailed,
  loading: text.conversation.newerLoading,
  load: text.conversation.newer,
};

interface EndLineProps extends End {
  words: typeof olderWords | typeof newerWords;
  className: string;
}

function EndLine({ hasMore, isLoading, error, load, words, className }: EndLineProps) {
  if (!hasMore) return null;
  return (
    <p className={`${className} type-caption text-ink-3 md:pl-[52px]`}>
      {error !== null && (
        <span className="text-danger">
          {words.failed} {problemOf(error).message}{' '}
        </span>
      )}
      {isLoading ? (
        words.loading
      ) : (
        <LinkButton onClick={load}>{error === null ? words.load : text.problem.tryAgain}</LinkButton>
      )}
    </p>
  );
}
