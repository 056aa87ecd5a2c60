'use client';

import { useState } from 'react';
import type { Account } from '#lib/contract/accounts.ts';
import type { InvitationPreview } from '#lib/contract/organizations.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { doorText } from '#components/text/door-text.ts';
import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

const words = doorText.invitation;

/** Joining is a press, never an address: nobody is led into an organization by a link that somebody else sent them to. */
export function JoinInvitation({ token, invitation, account, onOver }: JoinInvitationProps) {
  const [busy, setBusy] = useState<'joining' | 'leaving' | null>(null);
  const [problem, setProblem] = useState<string>();
  const join = async () => {
    setBusy('joining');
    try {
      await trpcClient.invitations.accept.mutate({ token });
      // A whole load: the agents of the organization are in every list then.
      window.location.assign('/claw/chat');
    } catch (error) {
      const { code, message } = problemOf(error);
      setBusy(null);
      if (code === 'invitation_over') onOver();
      else setProblem(message);
    }
  };
  const leave = async () => {
    setBusy('leaving');
    const { leave: signOut } = await import('#components/shell/leave.ts');
    await signOut(account.id, { to: `/invitation/${token}` }).catch((error: unknown) => {
      setBusy(null);
      setProblem(problemOf(error).message);
    });
  };
  return (
    <div className="mt-6 grid max-w-[336px] gap-4 max-md:max-w-none">
      <FormProblem>{problem}</FormProblem>
      <Button
        kind="fill"
        wide
        className="whitespace-normal! wrap-anywhere"
        busy={busy !== null}
        onClick={() => void join()}
      >
        {busy === 'joining' ? words.joining : words.join(invitation.organizationName)}
      </Button>
      <p className="text-ink-2 wrap-anywhere">
        {words.signedInAs(account.name, account.email)}{' '}
        <LinkButton disabled={busy !== null} onClick={() => void leave()}>
          {busy === 'leaving' ? words.signingOut : words.signOut}
        </LinkButton>
      </p>
    </div>
  );
}

interface JoinInvitationProps {
  token: string;
  invitation: InvitationPreview;
  account: Account;
  onOver: () => void;
}
