import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { readPutAway } from '#components/banner/put-away.ts';
import { readTimeZone } from '#components/look/appearance.ts';
import { ClockProvider } from '#components/look/clock-provider.tsx';
import { SignedInFrame } from '#components/shell/signed-in-frame.tsx';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (account === null) redirect('/sign-in');
  const caller = await serverCaller();
  const [{ sandboxes }, conversations, { banner }] = await Promise.all([
    caller.sandboxes.list(),
    caller.conversations.list({}),
    caller.banner.current(),
  ]);
  const seen = await cookies();
  return (
    <ClockProvider now={Date.now()} timeZone={readTimeZone(seen)}>
      <SignedInFrame
        account={account}
        sandboxes={sandboxes}
        conversations={conversations}
        banner={{ banner, putAwayId: readPutAway(seen) }}
      >
        {children}
      </SignedInFrame>
    </ClockProvider>
  );
}
