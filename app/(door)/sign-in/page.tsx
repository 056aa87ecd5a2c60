import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { Door } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { backOf, invitationOf } from '#components/sign-in/back.ts';
import { ProviderButtons } from '#components/sign-in/provider-buttons.tsx';
import { SignInForm } from '#components/sign-in/sign-in-form.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

export const metadata: Metadata = { title: pageText.door.signIn };

type Asked = Partial<Record<'back' | 'callbackUrl' | 'error', string | string[]>>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const asked = await searchParams;
  const error = typeof asked.error === 'string' ? asked.error : null;
  const door = await (await serverCaller()).accounts.door();
  const back = backOf(asked, door.address);
  if ((await signedInAccount()) !== null) {
    // Who is in was at a provider to connect it.
    redirect(error === null ? back : `/settings/profile?problem=${encodeURIComponent(error)}`);
  }
  if (door.isFirstAccount) redirect('/sign-up');
  return (
    <>
      <h1 className="type-display">{pageText.door.signInTitle}</h1>
      <p className="mt-1 text-ink-2">{door.address}</p>
      {error !== null && (
        <div className="mt-4 max-w-[336px] max-md:max-w-none">
          <FormProblem>{doorText.problem(error)}</FormProblem>
        </div>
      )}
      <SignInForm back={back} />
      <ProviderButtons providers={door.providers} back={back} invitation={invitationOf(back)} />
      <p className="mt-6 text-ink-2">
        <Newcomer door={door} invitation={invitationOf(back)} />
      </p>
    </>
  );
}

function Newcomer({ door, invitation }: { door: Door; invitation: string | undefined }) {
  const isWelcome = door.signUpOpen || (door.byInvitation && invitation !== undefined);
  if (!isWelcome) return door.byInvitation ? doorText.byInvitation : pageText.door.closed;
  return (
    <>
      {pageText.door.newHere}{' '}
      <PageLink href={invitation === undefined ? '/sign-up' : `/sign-up?invitation=${invitation}`}>
        {pageText.door.newHereLink}
      </PageLink>
    </>
  );
}
