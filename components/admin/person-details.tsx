'use client';

import type { Person, Session } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { SessionTable } from '#components/settings/session-table.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Disablement } from './disablement.tsx';
import { PasswordLink } from './password-link.tsx';
import { useRevokeSessionOf, useSessionsOf } from './people-data.ts';

export function PersonDetails({ person }: { person: Person }) {
  const sessions = useSessionsOf(person.id);
  return (
    <div className="grid max-w-[720px] gap-4">
      <Loaded what={pageText.people.sessions} query={sessions}>
        {(rows) => (
          <FocusHome count={rows.length}>
            {rows.length === 0 ? (
              <p className="text-ink-3">{pageText.people.noSessions}</p>
            ) : (
              <Sessions userId={person.id} sessions={rows} />
            )}
          </FocusHome>
        )}
      </Loaded>
      <div className="flex flex-wrap gap-2">
        <PasswordLink person={person} />
        <Disablement person={person} />
      </div>
    </div>
  );
}

function Sessions({ userId, sessions }: { userId: string; sessions: readonly Session[] }) {
  const revoke = useRevokeSessionOf(userId);
  return (
    <div>
      <SessionTable
        label={pageText.people.sessions}
        sessions={sessions}
        busyId={revoke.isPending ? revoke.variables : undefined}
        onSignOut={(id) => revoke.mutate(id)}
      />
      <FormProblem>
        {revoke.error === null ? undefined : pageText.devices.notSignedOut(problemOf(revoke.error).message)}
      </FormProblem>
    </div>
  );
}
