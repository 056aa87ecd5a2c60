import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { SignedInProvider } from '#components/data/signed-in-provider.tsx';
import { readTimeZone } from '#components/look/appearance.ts';
import { ClockProvider } from '#components/look/clock-provider.tsx';
import { PaletteProvider } from '#components/palette/palette-provider.tsx';
import { ToastProvider } from '#components/ui/toast.tsx';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (account === null) redirect('/sign-in');
  const caller = await serverCaller();
  const [{ sandboxes }, conversations] = await Promise.all([caller.sandboxes.list(), caller.conversations.list({})]);
  return (
    <ClockProvider now={Date.now()} timeZone={readTimeZone(await cookies())}>
      <SignedInProvider account={account} sandboxes={sandboxes} conversations={conversations}>
        <ToastProvider>
          <PaletteProvider>{children}</PaletteProvider>
        </ToastProvider>
      </SignedInProvider>
    </ClockProvider>
  );
}
