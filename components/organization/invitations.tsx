'use client';

import { FocusHome } from '#components/settings/focus-home.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { doorText } from '#components/text/door-text.ts';
import { Section } from '#components/ui/section.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { useInvitations } from './invitations-data.ts';
import { InviteForm } from './invite-form.tsx';

const words = doorText.invitations;

/** Who has been asked into an organization and hasn't come yet; for those who run it. */
export function Invitations({ organizationId }: { organizationId: string }) {
  const invitations = useInvitations(organizationId);
  return (
    <Section title={words.title} lede={words.lede}>
      <div className="mb-6">
        <InviteForm organizationId={organizationId} />
      </div>
      <Loaded what={words.title} query={invitations}>
        {(rows) => (
          <FocusHome count={rows.length}>
            {rows.length === 0 ? (
              <p className="text-ink-3">{words.empty}</p>
            ) : (
              <InvitationTable organizationId={organizationId} invitations={rows} />
            )}
          </FocusHome>
        )}
      </Loaded>
    </Section>
  );
}
