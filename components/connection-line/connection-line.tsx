'use client';

import { CloudOff, LogIn, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RealtimeState } from '#lib/realtime/client.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useConnection, useEventService } from '#components/realtime/event-service-provider.tsx';
import { text } from '#components/text/text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Strip } from '#components/ui/strip.tsx';
import { useSecondsUntil } from './use-seconds-until.ts';
import { useStanding } from './use-standing.ts';

/** Says how the connection is, within a second of it changing. When all is well it is one quiet line, and on a phone none. */
export function ConnectionLine({ children }: { children: ReactNode }) {
  const state = useConnection();
  const standing = useStanding();
  const { entries, tryNow } = useOutbox();
  const waiting = entries.filter((entry) => entry.state.name !== 'failed').length;
  switch (standing) {
    case 'connected':
      return (
        <Quiet aside={children}>
          <span aria-hidden="true" className="size-1.5 flex-none rounded-person bg-ok" />
          {text.connection.connected}
        </Quiet>
      );
    case 'connecting':
    case 'stopped':
      return <Quiet aside={children}>{text.connection.connecting}</Quiet>;
    case 'reconnecting':
      return <Reconnecting state={state} />;
    case 'unavailable':
      return (
        <Strip
          className={loud}
          icon={<RefreshCw {...small} />}
          end={<LinkButton onClick={tryNow}>{text.connection.tryNow}</LinkButton>}
        >
          {text.connection.unavailable}
          {text.connection.waiting(waiting)}
        </Strip>
      );
    case 'offline':
      return (
        <Strip className={loud} icon={<CloudOff {...small} />}>
          {text.connection.offline}
          {text.connection.waiting(waiting)}
        </Strip>
      );
    case 'signed-out':
      return <SignedOut waiting={waiting} />;
  }
}

const small = { 'aria-hidden': true, className: 'size-3.5', strokeWidth: 2 } as const;

function Quiet({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-7 items-center gap-2 px-0.5 type-caption text-ink-3 max-md:hidden md:-mr-3">
      <span role="status" className="flex items-center gap-2">
        {children}
      </span>
      <span className="ml-auto truncate">{aside}</span>
    </div>
  );
}

/** On a phone it stands above the composer: under it the keyboard would hide it. */
const loud = 'my-1.5 md:-mr-3 max-md:order-first max-md:mt-0';

/** The countdown is not in the live region: a screen reader hears once that the connection is gone, not every second. */
function Reconnecting({ state }: { state: RealtimeState }) {
  const service = useEventService();
  const seconds = useSecondsUntil(state.retryAt);
  return (
    <Strip
      className={loud}
      icon={<RefreshCw {...small} />}
      end={<LinkButton onClick={() => service?.retryNow()}>{text.connection.tryNow}</LinkButton>}
    >
      <span className="sr-only">{text.connection.reconnecting}</span>
      <span aria-hidden="true" className="digits">
        {seconds === null || seconds === 0 ? text.connection.reconnecting : text.connection.reconnectingIn(seconds)}
      </span>
    </Strip>
  );
}

/** The one state of the connection that needs a person, so the one that is yellow. */
function SignedOut({ waiting }: { waiting: number }) {
  return (
    <Strip
      tone="signal"
      className={loud}
      icon={<LogIn {...small} />}
      end={
        <PageLink href={`/sign-in?back=${encodeURIComponent(location.pathname)}`} className="font-medium">
          {text.connection.signIn}
        </PageLink>
      }
    >
      {text.connection.signedOut}
      {text.connection.waiting(waiting)}
    </Strip>
  );
}
