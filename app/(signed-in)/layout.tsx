import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { readTimeZone } from '#components/look/appearance.ts';
import { ClockProvider } from '#components/look/clock-provider.tsx';
import { SignedInFrame } from '#components/shell/signed-in-frame.tsx';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (account === null) redirect('/sign-in');
  const caller = await serverCaller();
  const [{ sandboxes }, conversations] = await Promise.all([caller.sandboxes.list(), caller.conversations.list({})]);
  return (
    <ClockProvider now={Date.now()} timeZone={readTimeZone(await cookies())}>
      <SignedInFrame account={account} sandboxes={sandboxes} conversations={conversations}>
        {children}
      </SignedInFrame>
    </ClockProvider>
  );
}
