import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignUpForm } from '#components/sign-in/sign-up-form.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { pageText } from '#components/text/page-text.ts';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export const metadata: Metadata = { title: pageText.door.signUpTitle };

export default async function SignUpPage() {
  if ((await signedInAccount()) !== null) redirect('/claw/chat');
  const door = await (await serverCaller()).accounts.door();
  const signIn = <PageLink href="/sign-in">{pageText.door.signIn}</PageLink>;
  if (!door.isFirstAccount && !door.signUpOpen) {
    return (
      <>
        <h1 className="type-display">{pageText.door.closedTitle}</h1>
        <p className="mt-1 text-ink-2">
          {pageText.door.closedLede} {signIn}
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="type-display">{door.isFirstAccount ? pageText.door.firstTitle : pageText.door.signUpTitle}</h1>
      <p className="mt-1 max-w-[336px] text-ink-2">{door.isFirstAccount ? pageText.door.firstLede : door.address}</p>
      <SignUpForm mayNeedCode={door.needsCode} />
      {!door.isFirstAccount && (
        <p className="mt-6 text-ink-2">
          {pageText.door.haveOne} {signIn}
        </p>
      )}
    </>
  );
}
