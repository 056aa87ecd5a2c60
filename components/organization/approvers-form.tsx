'use client';

import type { OrganizationAgent } from '#lib/contract/organizations.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { useForm } from '#components/form/use-form.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { CheckRow } from '#components/ui/check-row.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useOrganizationMembers, useSetApprovers } from './organization-data.ts';

const words = organizationText.agentList;
const listedMax = 100;

/** Names who decides what an agent may do, in the place of the owners and admins. */
export function ApproversForm({ agent, onClose }: { agent: OrganizationAgent; onClose: () => void }) {
  const { organizationId } = useThisOrganization();
  const people = useOrganizationMembers(organizationId, { limit: listedMax });
  const save = useSetApprovers(organizationId, agent.sandboxId);
  const { form, busy, problems } = useForm<never>(async (data) =>
    save(data.getAll('approver').filter((id) => typeof id === 'string')).then(
      () => {
        onClose();
        return {};
      },
      (error: unknown) => refusal(error, []),
    ),
  );
  const named = agent.isNamed ? agent.approvers.map(({ userId }) => userId) : [];
  return (
    <Loaded what={organizationText.frame.members} query={people}>
      {({ members, hasMore }) => (
        <form {...form} className="grid max-w-[400px] gap-3">
          <fieldset className="min-w-0">
            <legend className="mb-1 type-label">{words.approversOf(agent.label)}</legend>
            <p className="mb-2 type-caption text-ink-3">
              {words.approversWhy} {hasMore && words.only}
            </p>
            {members.map(({ userId, name }, at) => (
              <CheckRow
                key={userId}
                label={name}
                name="approver"
                value={userId}
                defaultChecked={named.includes(userId)}
                autoFocus={at === 0}
              />
            ))}
          </fieldset>
          <FormEnd
            problem={problems.form}
            busy={busy}
            end={<Button onClick={onClose}>{pageText.settings.keep}</Button>}
          >
            {busy ? words.saving : words.save}
          </FormEnd>
        </form>
      )}
    </Loaded>
  );
}
