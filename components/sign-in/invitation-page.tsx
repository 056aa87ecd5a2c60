'use client';

import { useEffect, useState } from 'react';
import type { Account, Door } from '#lib/contract/accounts.ts';
import type { InvitationPreview } from '#lib/contract/organizations.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { doorText } from '#components/text/door-text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { DoorNote } from './door-note.tsx';
import { JoinInvitation } from './join-invitation.tsx';
import { ProviderButtons } from './provider-buttons.tsx';

const words = doorText.invitation;

/** Asked by the browser and not by the page's server, so that whoever tries links is slowed down by their own address. */
export function InvitationPage({ token, account, door }: InvitationPageProps) {
  const [invitation, setInvitation] = useState<InvitationPreview | 'over' | 'too late' | null>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isHere = true;
    trpcClient.invitations.preview.query({ token }).then(
      (found) => isHere && setInvitation(found),
      (error: unknown) => {
        const { code, message } = problemOf(error);
        if (!isHere) return;
        if (code === 'invitation_over' || code === 'invalid_input') setInvitation('over');
        else setProblem(message);
      },
    );
    return () => {
      isHere = false;
    };
  }, [token]);
  if (problem !== undefined) {
    return (
      <>
        <h1 className="type-display">{words.title}</h1>
        <FormProblem>{problem}</FormProblem>
      </>
    );
  }
  if (invitation === null) return <Bones widths={[60, 90, 40]} label={words.loading} />;
  if (invitation === 'over' || invitation === 'too late') {
    return (
      <DoorNote
        title={words.overTitle}
        link={<PageLink href="/claw/chat">{words.home}</PageLink>}
        isPage={invitation === 'over'}
      >
        {words.over}
      </DoorNote>
    );
  }
  return (
    <>
      <h1 className="type-display wrap-anywhere">{words.heading(invitation.organizationName)}</h1>
      <p className="mt-1 max-w-[336px] text-ink-2 wrap-anywhere max-md:max-w-none">
        {words.lede(invitation)} {invitation.email !== null && words.forEmail(invitation.email)}
      </p>
      {account === null ? (
        <Ways token={token} maySignUp={invitation.maySignUp} door={door} />
      ) : (
        <JoinInvitation
          token={token}
          invitation={invitation}
          account={account}
          onOver={() => setInvitation('too late')}
        />
      )}
    </>
  );
}

/** Whoever isn't in yet: each way leads back here, or is one with joining. */
function Ways({ token, maySignUp, door }: { token: string; maySignUp: boolean; door: Door }) {
  const path = `/invitation/${token}`;
  return (
    <>
      <p className="mt-6">{maySignUp ? words.signInLede : words.signInOnly}</p>
      <p className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        {maySignUp && <PageLink href={`/sign-up?invitation=${token}`}>{words.signUp}</PageLink>}
        <PageLink href={`/sign-in?back=${encodeURIComponent(path)}`}>{words.signIn}</PageLink>
      </p>
      <ProviderButtons providers={door.providers} back={path} invitation={token} />
    </>
  );
}

interface InvitationPageProps {
  token: string;
  /** Null: nobody is signed in here. */
  account: Account | null;
  door: Door;
}
