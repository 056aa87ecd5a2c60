'use client';

import type { Session } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { FocusHome } from './focus-home.tsx';
import { Loaded } from './loaded.tsx';
import { SessionTable } from './session-table.tsx';
import { useRevokeOtherSessions, useRevokeSession, useSessions } from './sessions.ts';
import { SettingsPage } from './settings-page.tsx';

export function Devices() {
  const sessions = useSessions();
  return (
    <SettingsPage title={pageText.settings.devices}>
      <p className="mb-3 max-w-[60ch] text-pretty text-ink-2">{pageText.devices.lede}</p>
      <Loaded what={pageText.settings.devices} query={sessions}>
        {(rows) => <SignedIn sessions={rows} />}
      </Loaded>
    </SettingsPage>
  );
}

function SignedIn({ sessions }: { sessions: readonly Session[] }) {
  const revoke = useRevokeSession();
  const revokeOthers = useRevokeOtherSessions();
  const error = revoke.error ?? revokeOthers.error;
  const isAlone = sessions.every((session) => session.isCurrent);
  return (
    <>
      <FocusHome count={sessions.length}>
        <SessionTable
          label={pageText.settings.devices}
          sessions={sessions}
          busyId={revoke.isPending ? revoke.variables : undefined}
          onSignOut={(id) => revoke.mutate(id)}
        />
      </FocusHome>
      <div className="mt-3 flex flex-wrap items-center justify-end gap-3">
        <FormProblem>
          {error === null ? undefined : pageText.devices.notSignedOut(problemOf(error).message)}
        </FormProblem>
        {isAlone ? (
          <p className="mr-auto type-caption text-ink-3">{pageText.devices.onlyThis}</p>
        ) : (
          <Button kind="danger" busy={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            {revokeOthers.isPending ? pageText.devices.signingOut : pageText.devices.signOutOthers}
          </Button>
        )}
      </div>
    </>
  );
}
