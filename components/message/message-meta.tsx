'use client';

import { CircleAlert, CircleSlash, Clock } from 'lucide-react';
import type { Message } from '#lib/contract/chat.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { useReader } from '#components/data/reader-provider.tsx';
import { nextTry } from '#components/text/next-try.ts';
import { clockTime } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useMessageActs } from './acts-context.ts';
import { MetaLine, metaIcon } from './meta-line.tsx';

/** What became of a stored message, if there is anything to say: it broke off, it was changed, or it reached nobody. */
export function MessageMeta({ message, agent }: { message: Message; agent: string }) {
  const { now, timeZone } = useClock();
  const { id: reader } = useReader();
  const acts = useMessageActs();
  if (message.stream === 'interrupted')
    return (
      <MetaLine icon={<CircleSlash {...metaIcon} />}>
        {text.message.stoppedHere(agent)}
        <LinkButton onClick={() => acts.askAgain(message)}>{text.message.askAgain}</LinkButton>
      </MetaLine>
    );
  if (message.deliveryFailed)
    return (
      <MetaLine icon={<CircleAlert {...metaIcon} className="size-3.5 text-danger" />}>
        <span className="text-danger">{text.message.neverReached(agent)}</span>
        {message.senderId === reader && (
          <LinkButton onClick={() => acts.redeliver(message)}>{text.message.deliverAgain}</LinkButton>
        )}
      </MetaLine>
    );
  if (message.nextTryAt !== null)
    return (
      <MetaLine icon={<Clock {...metaIcon} />}>
        {text.message.notThereYet(agent, nextTry(message.nextTryAt, now))}
      </MetaLine>
    );
  if (message.updatedAt === null || message.stream !== null) return null;
  return (
    <MetaLine>
      {text.message.edited(clockTime(message.updatedAt, timeZone))}
      <LinkButton onClick={() => acts.showVersions(message)}>{text.message.whatChanged}</LinkButton>
    </MetaLine>
  );
}
