'use client';

import type { Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { problemOf } from '#components/data/problem.ts';
import { DayLine } from '#components/message/day-line.tsx';
import { Message } from '#components/message/message.tsx';
import { UnreadLine } from '#components/message/unread-line.tsx';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useArrowKeys } from '#components/ui/use-arrow-keys.ts';
import type { PinnedScroll } from './use-pinned-scroll.ts';

/** The items in one column. Each is an element with its key, and only their list decides what there is to draw. */
export function MessageLog({ items, people, sandbox, scroll, older }: MessageLogProps) {
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
        <OlderLine {...older} />
        {items.length === 0 && <EmptyLog sandbox={sandbox} />}
        {items.map((item) => (
          <div key={item.key} data-key={item.key} className={gapBefore(item)}>
            <Item item={item} people={people} sandbox={sandbox} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface MessageLogProps {
  items: readonly LogItem<ShownMessage>[];
  people: readonly Member[];
  sandbox: Sandbox | undefined;
  scroll: PinnedScroll;
  older: OlderProps;
}

function Item({
  item,
  people,
  sandbox,
}: { item: LogItem<ShownMessage> } & Pick<MessageLogProps, 'people' | 'sandbox'>) {
  switch (item.kind) {
    case 'day':
      return <DayLine at={item.at} />;
    case 'unread':
      return <UnreadLine since={item.since} />;
    case 'message':
      return <Message message={item.message} startsTurn={item.startsTurn} people={people} sandbox={sandbox} />;
  }
}

/** 20 px between speakers, 4 between one speaker's messages. */
function gapBefore(item: LogItem<ShownMessage>): string {
  const continues = item.kind === 'message' && !item.startsTurn;
  return continues ? 'mt-1' : 'mt-(--gap-turn) first:mt-0';
}

function EmptyLog({ sandbox }: { sandbox: Sandbox | undefined }) {
  return (
    <p className="max-w-[48ch] text-ink-2 md:pl-[52px]">
      {text.conversation.empty(sandbox?.label ?? text.agent.somebody)}
    </p>
  );
}

interface OlderProps {
  hasOlder: boolean;
  isLoading: boolean;
  error: Error | null;
  load: () => void;
}

function OlderLine({ hasOlder, isLoading, error, load }: OlderProps) {
  if (!hasOlder) return null;
  return (
    <p className="mb-5 type-caption text-ink-3 md:pl-[52px]">
      {error !== null && (
        <span className="text-danger">
          {text.conversation.olderFailed} {problemOf(error).message}{' '}
        </span>
      )}
      {isLoading ? (
        text.conversation.olderLoading
      ) : (
        <LinkButton onClick={load}>{error === null ? text.conversation.older : text.problem.tryAgain}</LinkButton>
      )}
    </p>
  );
}
