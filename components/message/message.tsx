'use client';

import type { ReactNode } from 'react';
import { memo, useMemo } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { Approvals } from '#components/approval/approvals.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { Files } from '#components/attachment/files.tsx';
import { Written } from '#components/markdown/written.tsx';
import { ReactionPills } from '#components/reactions/reaction-pills.tsx';
import { clockTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { MessageMeta } from './message-meta.tsx';
import { PendingLine } from './pending-line.tsx';
import { ReplyQuote } from './reply-quote.tsx';

/**
 * One message. Agents write on the page; what people write lies on a slip that hangs out of the column, so that all text
 * keeps one left edge. On a phone the mark shrinks and stands before the name.
 */
export const Message = memo(function Message({
  message,
  startsTurn,
  people,
  sandbox,
  isFound = false,
  tools,
  question,
}: MessageProps) {
  const { stored, deleted } = message;
  const sender = people.find((person) => person.id === message.senderId);
  const isAgent = sender?.kind === 'bot';
  const name = (isAgent ? sandbox?.label : undefined) ?? sender?.displayName ?? text.message.somebody;
  const isOpen = stored?.stream === 'open';
  return (
    <article
      tabIndex={-1}
      aria-busy={isOpen || undefined}
      data-found={isFound || undefined}
      className="relative grid scroll-my-6 pointer-coarse:select-none md:grid-cols-[28px_minmax(0,1fr)] md:gap-x-6"
    >
      {startsTurn ? (
        <Mark name={name} flag={isAgent ? (sandbox?.flag ?? '') : null} />
      ) : (
        <span className="max-md:hidden" />
      )}
      <div className={`min-w-0 ${ground(message, { isAgent, isFound })}`}>
        <div
          className={startsTurn && !deleted ? 'mb-0.5 flex items-baseline gap-2 max-md:mb-1.5 max-md:pl-7' : 'sr-only'}
        >
          <b className="type-name">{name}</b>
          <ClockTime at={message.createdAt} className="type-caption text-ink-3" />
        </div>
        {message.replyTo !== null && !deleted && <ReplyQuote reply={message.replyTo} people={people} />}
        {deleted ? (
          <DeletedText name={name} at={message.createdAt} isOld={stored?.deletedWhy === 'age'} />
        ) : (
          <Said message={message} people={people} />
        )}
        {message.files.length > 0 && !deleted && <Files files={message.files} isSent={message.pending === null} />}
        {stored !== null && !deleted && <Approvals message={stored} sandbox={sandbox} people={people} />}
        {stored !== null && !deleted && <ReactionPills message={stored} people={people} />}
        {message.pending !== null && <PendingLine {...message.pending} />}
        {stored !== null && !deleted && <MessageMeta message={stored} agent={sandbox?.label ?? name} />}
        {question}
      </div>
      {tools}
    </article>
  );
});

interface MessageProps {
  message: ShownMessage;
  startsTurn: boolean;
  people: readonly Member[];
  sandbox: Sandbox | undefined;
  /** Somebody was brought here. */
  isFound?: boolean;
  tools?: ReactNode;
  /** Asked about it, in its place. */
  question?: ReactNode;
}

/** Its words, with those names standing out whom it was meant for. */
function Said({ message, people }: Pick<MessageProps, 'message' | 'people'>) {
  const { mentions, stored } = message;
  const names = useMemo(
    () => people.filter(({ id }) => mentions.includes(id)).map(({ displayName }) => displayName),
    [mentions, people],
  );
  return <Written text={message.text} isOpen={stored?.stream === 'open'} names={names.length === 0 ? nobody : names} />;
}

const nobody: readonly string[] = [];

const place = '-mx-3 -my-1.5 rounded-block px-3 pt-2 pb-2.5 max-md:-mx-2 max-md:px-2';

/** On yellow the quietest text is too quiet at night. */
const wash = 'bg-signal-wash [--ink-3:var(--ink-2)] [--color-ink-3:var(--ink-2)]';

/** What was looked for lies on yellow for a moment. Nothing moves by it. */
function ground({ deleted }: ShownMessage, { isAgent, isFound }: { isAgent: boolean; isFound: boolean }): string {
  if (isAgent) return isFound ? `-mx-3 -my-2 rounded-block px-3 py-2 max-md:-mx-2 max-md:px-2 ${wash}` : '';
  if (deleted) return `${place} inset-ring inset-ring-line`;
  return `slip ${place} ${isFound ? wash : 'bg-slip'}`;
}

function Mark({ name, flag }: { name: string; flag: string | null }) {
  const phone = 'max-md:absolute max-md:top-0 max-md:left-0 max-md:size-5';
  if (flag === null)
    return <PersonMark name={name} className={`${phone} max-md:top-0.5 max-md:z-1 max-md:text-[9px]`} />;
  return (
    <AgentFlag
      letter={flag}
      size={28}
      label={text.message.agentMark(name)}
      className={`mt-0.5 text-ink max-md:mt-0 ${phone}`}
    />
  );
}

function DeletedText({ name, at, isOld }: { name: string; at: number; isOld: boolean }) {
  const { timeZone } = useClock();
  const time = clockTime(at, timeZone);
  return (
    <p className="type-ui text-ink-3 max-md:pl-7">
      {isOld ? text.message.deletedForAge(name, time) : text.message.deleted(name, time)}
    </p>
  );
}
