'use client';

import { useState } from 'react';
import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { deviceOf } from '#components/settings/device-words.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { SessionTable } from '#components/settings/session-table.tsx';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { Section } from '#components/ui/section.tsx';
import { DeedButton } from '../deed-button.tsx';
import { type Deed, ReasonDialog } from '../reason-dialog.tsx';
import { useDeeds } from '../use-deeds.ts';

/** Where they are signed in. */
export function PersonSessions({ person: { id: userId, name, sessions } }: { person: PersonDetail }) {
  const inDeed = useDeeds();
  const [askedId, setAskedId] = useState<string | null>(null);
  const asked = sessions.find(({ id }) => id === askedId);
  const all: Deed = {
    title: words.signOutAll,
    what: words.signOutAllWhat(name),
    act: words.signOutAll,
    acting: words.signingOut,
    isDanger: true,
    run: (reason) => inDeed(() => trpcClient.admin.revokeSessions.mutate({ userId, reason })),
  };
  const one = (id: string, userAgent: string | null): Deed => ({
    title: words.signOut(deviceOf(userAgent).words),
    what: words.signOutWhat(name),
    act: words.signOut(deviceOf(userAgent).words),
    acting: words.signingOut,
    isDanger: true,
    run: (reason) => inDeed(() => trpcClient.admin.revokeSession.mutate({ userId, id, reason })),
  });
  return (
    <Section title={words.sessions} end={sessions.length > 0 && <DeedButton deed={all}>{words.signOutAll}</DeedButton>}>
      <FocusHome count={sessions.length}>
        {sessions.length === 0 ? (
          <p className="text-ink-3">{words.noSessions}</p>
        ) : (
          <SessionTable label={words.sessions} sessions={sessions} busyId={undefined} onSignOut={setAskedId} />
        )}
      </FocusHome>
      {asked !== undefined && (
        <ReasonDialog deed={one(asked.id, asked.userAgent)} isOpen onClose={() => setAskedId(null)} />
      )}
    </Section>
  );
}
