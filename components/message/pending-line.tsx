'use client';

import { CircleAlert, CircleDashed, CircleHelp, Clock } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { isHeldUp, type OutboxState } from '#lib/chat/outbox.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { MetaLine, metaIcon } from './meta-line.tsx';

/** How a message that is not known to be stored is doing, and what can be done about it. */
export function PendingLine({ clientId, state }: { clientId: string; state: OutboxState }) {
  const { entries, retry, discard } = useOutbox();
  const isConnected = useConnection().status === 'connected';
  const isOffline = useOffline();
  const discardLink = <LinkButton onClick={() => discard(clientId)}>{text.message.discard}</LinkButton>;
  switch (state.name) {
    case 'queued':
      if (isOffline) return <Waits>{text.message.queued}</Waits>;
      if (!isConnected) return <Waits>{text.message.unconnected}</Waits>;
      return isHeldUp(entries) ? <Waits>{text.message.heldUp}</Waits> : <Sending />;
    case 'sending':
      // Each new try for a moment: that it waits stays true.
      return state.isHeldUp === true ? <Waits>{text.message.heldUp}</Waits> : <Sending />;
    case 'unconfirmed':
      return (
        <MetaLine icon={<CircleHelp {...metaIcon} />}>
          {text.message.unconfirmed}
          <LinkButton onClick={() => retry(clientId)}>{text.message.sendAgain}</LinkButton>
          {discardLink}
        </MetaLine>
      );
    case 'failed':
      return (
        <MetaLine icon={<CircleAlert {...metaIcon} className="size-3.5 text-danger" />}>
          <span className="text-danger">{text.message.failed(state.why)}</span>
          <LinkButton onClick={() => retry(clientId)}>{text.message.tryAgain}</LinkButton>
          {discardLink}
        </MetaLine>
      );
  }
}

function Waits({ children }: { children: ReactNode }) {
  return <MetaLine icon={<Clock {...metaIcon} />}>{children}</MetaLine>;
}

/** What arrives at once never says that it was on its way. */
const slowMs = 400;

function Sending() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return isSlow && <MetaLine icon={<CircleDashed {...metaIcon} />}>{text.message.sending}</MetaLine>;
}
