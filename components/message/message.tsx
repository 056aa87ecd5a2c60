'use client';

import { memo } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { clockTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { MessageText } from './message-text.tsx';
import { PendingLine } from './pending-line.tsx';

/**
 * One message. Agents write on the page; what people write lies on a slip that hangs out of the column, so that all text
 * keeps one left edge. On a phone the mark shrinks and stands before the name.
 */
export const Message = memo(function Message({ message, startsTurn, people, sandbox }: MessageProps) {
  const sender = people.find((person) => person.id === message.senderId);
  const isAgent = sender?.kind === 'bot';
  const name = (isAgent ? sandbox?.label : undefined) ?? sender?.displayName ?? text.message.somebody;
  return (
    <article tabIndex={-1} className="relative grid md:grid-cols-[28px_minmax(0,1fr)] md:gap-x-6">
      {startsTurn ? (
        <Mark name={name} flag={isAgent ? (sandbox?.flag ?? '') : null} />
      ) : (
        <span className="max-md:hidden" />
      )}
      <div className={isAgent ? undefined : slip(message)}>
        <div className={startsTurn ? 'mb-0.5 flex items-baseline gap-2 max-md:mb-1.5 max-md:pl-7' : 'sr-only'}>
          <b className="type-name">{name}</b>
          <ClockTime at={message.createdAt} className="type-caption text-ink-3" />
        </div>
        {message.deleted ? (
          <DeletedText name={name} at={message.createdAt} />
        ) : (
          <MessageText>{message.text}</MessageText>
        )}
        {message.pending !== null && <PendingLine {...message.pending} />}
      </div>
    </article>
  );
});

interface MessageProps {
  message: ShownMessage;
  startsTurn: boolean;
  people: readonly Member[];
  sandbox: Sandbox | undefined;
}

const place = '-mx-3 -my-1.5 rounded-block px-3 pt-2 pb-2.5 max-md:-mx-2 max-md:px-2';

function slip(message: ShownMessage): string {
  return message.deleted ? `${place} border border-line` : `${place} bg-slip`;
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

function DeletedText({ name, at }: { name: string; at: number }) {
  const { timeZone } = useClock();
  return <p className="type-ui text-ink-3">{text.message.deleted(name, clockTime(at, timeZone))}</p>;
}
