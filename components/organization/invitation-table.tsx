'use client';

import { useState } from 'react';
import type { Invitation } from '#lib/contract/organizations.ts';
import { problemOf } from '#components/data/problem.ts';
import { SureInPlace } from '#components/settings/sure-in-place.tsx';
import { doorText } from '#components/text/door-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { useRevokeInvitation } from './invitations-data.ts';

const words = doorText.invitations;

export function InvitationTable({ organizationId, invitations }: InvitationTableProps) {
  const [askedId, setAskedId] = useState<string | null>(null);
  const [keptId, setKeptId] = useState<string | null>(null);
  const keep = (id: string) => {
    setAskedId(null);
    setKeptId(id);
  };
  return (
    <Table label={words.title} head={<Head />}>
      {invitations.map((one) =>
        one.id === askedId ? (
          <tr key={one.id} className="border-b border-line max-md:block">
            <td colSpan={5} className="max-md:block">
              <Revocation organizationId={organizationId} invitation={one} onKeep={() => keep(one.id)} />
            </td>
          </tr>
        ) : (
          <InvitationRow key={one.id} invitation={one} isKept={one.id === keptId} onRevoke={() => setAskedId(one.id)} />
        ),
      )}
    </Table>
  );
}

function Head() {
  return (
    <>
      <HeadCell>{words.who}</HeadCell>
      <HeadCell>{words.role}</HeadCell>
      <HeadCell>{words.by}</HeadCell>
      <HeadCell>{words.until}</HeadCell>
      <HeadCell isNumber>
        <span className="sr-only">{words.act}</span>
      </HeadCell>
    </>
  );
}

/** One that was asked about and kept gives the focus back to where the question came from. */
function InvitationRow({ invitation, isKept, onRevoke }: InvitationRowProps) {
  const { email, role, invitedBy, expiresAt } = invitation;
  return (
    <Row>
      <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
        {email ?? words.anybody}
      </Cell>
      <Cell place="state">{words.roles[role]}</Cell>
      <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">{invitedBy}</Cell>
      <Cell place="rest" className="text-ink-2">
        <span className="md:hidden">{words.until} </span>
        <ShortDate at={expiresAt} />
      </Cell>
      <Cell place="act">
        <LinkButton autoFocus={isKept} aria-label={words.revokeFor(email ?? words.anybodys)} onClick={onRevoke}>
          {words.revoke}
        </LinkButton>
      </Cell>
    </Row>
  );
}

function Revocation({ organizationId, invitation, onKeep }: RevocationProps) {
  const revoke = useRevokeInvitation(organizationId);
  return (
    <SureInPlace
      why={words.revokeWhy}
      act={revoke.isPending ? words.revoking : words.revokeFor(invitation.email ?? words.anybodys)}
      isBusy={revoke.isPending}
      problem={revoke.error === null ? undefined : words.notRevoked(problemOf(revoke.error).message)}
      onSure={() => revoke.mutate(invitation.id)}
      onKeep={onKeep}
    />
  );
}

interface InvitationTableProps {
  organizationId: string;
  invitations: readonly Invitation[];
}

interface InvitationRowProps {
  invitation: Invitation;
  isKept: boolean;
  onRevoke: () => void;
}

interface RevocationProps {
  organizationId: string;
  invitation: Invitation;
  onKeep: () => void;
}
