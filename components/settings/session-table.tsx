'use client';

import type { ReactNode } from 'react';
import type { Session } from '#lib/contract/accounts.ts';
import { pageText } from '#components/text/page-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { DeviceName } from './device-name.tsx';
import { deviceOf } from './device-words.ts';
import { plainAddress } from './plain-address.ts';

/** Where somebody is signed in; the same for one's own devices and for a person whom an operator looks after. */
export function SessionTable({ label, sessions, busyId, onSignOut }: SessionTableProps) {
  return (
    <Table label={label} head={<Head />}>
      {currentFirst(sessions).map((session) => (
        <Row key={session.id}>
          <Cell place="name">
            <span className="inline-flex items-baseline gap-2">
              <DeviceName userAgent={session.userAgent} />
              {session.isCurrent && <span className="type-caption text-ink-3">{pageText.devices.thisOne}</span>}
            </span>
          </Cell>
          <Cell className="text-ink-2 digits">{plainAddress(session.address)}</Cell>
          <Cell place="rest" className="text-ink-2 max-md:pl-6">
            <Ago at={session.lastSeenAt} />
            <span className="md:hidden">, {plainAddress(session.address)}</span>
          </Cell>
          <Cell place="act">
            {!session.isCurrent && (
              <SignOut session={session} isBusy={busyId === session.id} onSignOut={onSignOut}>
                {pageText.devices.signOut}
              </SignOut>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

interface SessionTableProps {
  label: string;
  sessions: readonly Session[];
  busyId: string | undefined;
  onSignOut: (id: string) => void;
}

function currentFirst(sessions: readonly Session[]): readonly Session[] {
  return sessions.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

function Head() {
  return (
    <>
      <HeadCell>{pageText.devices.device}</HeadCell>
      <HeadCell>{pageText.devices.where}</HeadCell>
      <HeadCell>{pageText.devices.lastSeen}</HeadCell>
      <HeadCell isNumber>
        <span className="sr-only">{pageText.devices.act}</span>
      </HeadCell>
    </>
  );
}

function SignOut({ session, isBusy, onSignOut, children }: SignOutProps) {
  if (isBusy) return <span className="text-ink-3">{pageText.devices.signingOut}</span>;
  const name = pageText.devices.signOutOf(deviceOf(session.userAgent).words);
  return (
    <LinkButton aria-label={name} onClick={() => onSignOut(session.id)}>
      {children}
    </LinkButton>
  );
}

interface SignOutProps {
  session: Session;
  isBusy: boolean;
  onSignOut: (id: string) => void;
  children: ReactNode;
}
