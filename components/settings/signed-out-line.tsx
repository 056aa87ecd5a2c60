'use client';

import { LogIn } from 'lucide-react';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { text } from '#components/text/text.ts';
import { PageLink } from '#components/ui/page-link.tsx';
import { Strip } from '#components/ui/strip.tsx';

/** The one thing about the connection that these pages have to say: here you are needed, so it is yellow. */
export function SignedOutLine() {
  if (useConnection().status !== 'signed-out') return null;
  const back = encodeURIComponent(location.pathname);
  return (
    <Strip
      tone="signal"
      className="mb-6"
      icon={<LogIn aria-hidden="true" className="size-3.5" strokeWidth={2} />}
      end={
        <PageLink href={`/sign-in?back=${back}`} className="font-medium">
          {text.connection.signIn}
        </PageLink>
      }
    >
      {text.connection.signedOut}
    </Strip>
  );
}
