import type { Metadata } from 'next';
import { InvitationPage } from '#components/sign-in/invitation-page.tsx';
import { doorText } from '#components/text/door-text.ts';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

/** The address is a secret: it is sent on to nobody and found by nobody. */
export const metadata: Metadata = {
  title: doorText.invitation.title,
  referrer: 'no-referrer',
  robots: { index: false },
};

export default async function Invitation({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, account, caller] = await Promise.all([params, signedInAccount(), serverCaller()]);
  return <InvitationPage token={token} account={account} door={await caller.accounts.door()} />;
}
