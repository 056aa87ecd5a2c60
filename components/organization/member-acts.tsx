'use client';

import { useState } from 'react';
import type { OrganizationMember, OrganizationRole } from '#lib/contract/organizations.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { SureInPlace } from '#components/settings/sure-in-place.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { Button } from '#components/ui/button.tsx';
import { RadioGroup, RadioRow } from '#components/ui/radio-rows.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useMemberActs } from './organization-data.ts';

const words = organizationText.members;
const order: readonly OrganizationRole[] = ['owner', 'admin', 'member'];

/** What the reader may do about a member. An admin touches no owner, and makes none. */
export function MemberActs({ member, isReader }: { member: OrganizationMember; isReader: boolean }) {
  const { organizationId, mayOwn, role: own } = useThisOrganization();
  const { setRole, handOver, remove } = useMemberActs(organizationId, member.userId);
  const mayTouch = mayOwn || member.role !== 'owner';
  const roles = order.filter((role) => mayOwn || role !== 'owner' || member.role === 'owner');
  const said = (error: unknown) => (error === null ? undefined : words.failed(problemOf(error).message));
  return (
    <div className="grid max-w-[560px] gap-4">
      <RadioGroup legend={words.roleOf(member.name)}>
        {roles.map((role) => (
          <RadioRow
            key={role}
            name={`role-${member.userId}`}
            label={organizationText.roles[role]}
            hint={words.roleWhy[role]}
            checked={(setRole.isPending ? setRole.variables : member.role) === role}
            disabled={!mayTouch || setRole.isPending}
            onChange={() => setRole.mutate(role)}
          />
        ))}
      </RadioGroup>
      <FormProblem>{said(setRole.error)}</FormProblem>
      {mayTouch && (
        <div className="flex flex-wrap gap-2">
          {own === 'owner' && !isReader && member.role !== 'owner' && (
            <Asked
              open={words.handOver}
              why={words.handOverWhy(member.name)}
              act={handOver.isPending ? words.handingOver : words.handOverNamed(member.name)}
              isBusy={handOver.isPending}
              problem={said(handOver.error)}
              onSure={() => handOver.mutate()}
            />
          )}
          {!isReader && (
            <Asked
              open={words.remove}
              why={words.removeWhy(member.name)}
              act={remove.isPending ? words.removing : words.removeNamed(member.name)}
              isBusy={remove.isPending}
              problem={said(remove.error)}
              onSure={() => remove.mutate()}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** A button that asks once more in its place. */
function Asked({ open, ...sure }: AskedProps) {
  const [isAsked, setAsked] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const ask = () => {
    setAsked(true);
    setWasAsked(true);
  };
  if (!isAsked) {
    return (
      <Button kind="danger" autoFocus={wasAsked} onClick={ask}>
        {open}
      </Button>
    );
  }
  return (
    <div className="basis-full">
      <SureInPlace {...sure} onKeep={() => setAsked(false)} />
    </div>
  );
}

interface AskedProps {
  open: string;
  why: string;
  act: string;
  isBusy: boolean;
  problem: string | undefined;
  onSure: () => void;
}
