'use client';

import { CircleAlert, CircleDashed, CircleHelp, Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { OutboxState } from '#lib/chat/outbox.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';

/** How a message that is not known to be stored is doing, and what can be done about it. */
export function PendingLine({ clientId, state }: { clientId: string; state: OutboxState }) {
  const { retry, discard } = useOutbox();
  const isConnected = useConnection().status === 'connected';
  const isOffline = useOffline();
  const discardLink = <LinkButton onClick={() => discard(clientId)}>{text.message.discard}</LinkButton>;
  switch (state.name) {
    case 'queued':
      return isConnected && !isOffline ? <Sending /> : <Line icon={<Clock {...small} />}>{text.message.queued}</Line>;
    case 'sending':
      return <Sending />;
    case 'unconfirmed':
      return (
        <Line icon={<CircleHelp {...small} />}>
          {text.message.unconfirmed}
          <LinkButton onClick={() => retry(clientId)}>{text.message.sendAgain}</LinkButton>
          {discardLink}
        </Line>
      );
    case 'failed':
      return (
        <Line icon={<CircleAlert {...small} className="size-3.5 text-danger" />}>
          <span className="text-danger">{text.message.failed(state.why)}</span>
          <LinkButton onClick={() => retry(clientId)}>{text.message.tryAgain}</LinkButton>
          {discardLink}
        </Line>
      );
  }
}

const small = { 'aria-hidden': true, className: 'size-3.5', strokeWidth: 2 } as const;

/** What arrives at once never says that it was on its way. */
const slowMs = 400;

function Sending() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return isSlow && <Line icon={<CircleDashed {...small} />}>{text.message.sending}</Line>;
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 [&_button]:ml-1 type-caption text-ink-3">
      {icon}
      {children}
    </p>
  );
}
