import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { invitationOf } from '#components/sign-in/back.ts';
import { SignUpForm } from '#components/sign-in/sign-up-form.tsx';
import { ProviderButtons } from '#components/sign-in/provider-buttons.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

/** With an invitation the address is a secret. */
export const metadata: Metadata = {
  title: pageText.door.signUpTitle,
  referrer: 'no-referrer',
};

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ invitation?: string | string[] }>;
}) {
  const asked = (await searchParams).invitation;
  const invitation = typeof asked === 'string' ? invitationOf(`/invitation/${asked}`) : undefined;
  const back = invitation === undefined ? '/claw/chat' : `/invitation/${invitation}`;
  if ((await signedInAccount()) !== null) redirect(back);
  const door = await (await serverCaller()).accounts.door();
  const signIn = <PageLink href={`/sign-in?back=${encodeURIComponent(back)}`}>{pageText.door.signIn}</PageLink>;
  const isWelcome = door.signUpOpen || (door.byInvitation && invitation !== undefined);
  if (!isWelcome) {
    return (
      <>
        <h1 className="type-display">{door.byInvitation ? doorText.byInvitationTitle : pageText.door.closedTitle}</h1>
        <p className="mt-1 text-ink-2">
          {door.byInvitation ? doorText.byInvitationLede : pageText.door.closedLede} {signIn}
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="type-display">{door.isFirstAccount ? pageText.door.firstTitle : pageText.door.signUpTitle}</h1>
      <p className="mt-1 max-w-[336px] text-ink-2">{door.isFirstAccount ? pageText.door.firstLede : door.address}</p>
      <SignUpForm mayNeedCode={door.needsCode} invitation={invitation} />
      <ProviderButtons providers={door.providers} back={back} invitation={invitation} />
      {!door.isFirstAccount && (
        <p className="mt-6 text-ink-2">
          {pageText.door.haveOne} {signIn}
        </p>
      )}
    </>
  );
}
