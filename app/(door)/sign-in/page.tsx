import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/sign-in/sign-in-form.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { pageText } from '#components/text/page-text.ts';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export const metadata: Metadata = { title: pageText.door.signIn };

export default async function SignInPage() {
  if ((await signedInAccount()) !== null) redirect('/claw/chat');
  const door = await (await serverCaller()).accounts.door();
  if (door.isFirstAccount) redirect('/sign-up');
  return (
    <>
      <h1 className="type-display">{pageText.door.signInTitle}</h1>
      <p className="mt-1 text-ink-2">{door.address}</p>
      <SignInForm />
      <p className="mt-6 text-ink-2">
        {door.signUpOpen ? (
          <>
            {pageText.door.newHere} <PageLink href="/sign-up">{pageText.door.newHereLink}</PageLink>
          </>
        ) : (
          pageText.door.closed
        )}
      </p>
    </>
  );
}
