'use client';

import { UserRoundMinus } from 'lucide-react';
import type { Conversation, Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { PersonState } from '#components/company/person-state.tsx';
import { useRemoveMember } from '#components/data/conversation-members.ts';
import { problemOf } from '#components/data/problem.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { FormProblem } from '#components/form/form-problem.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { AddPeople } from './add-people.tsx';
import { Part } from './parts.tsx';

/** Who is in it. With an organization's agent others can be let in, and whoever runs the conversation takes them out. */
export function PeoplePart({ conversation, sandbox }: { conversation: Conversation; sandbox: Sandbox | undefined }) {
  const reader = useReader();
  const { here, writing } = useCompany();
  const { conversationId, createdBy, members } = conversation;
  const people = members.filter((member) => member.kind === 'user');
  const isShared = sandbox !== undefined && sandbox.organizationId !== null;
  const mayRemove = isShared && (createdBy === reader.id || sandbox.mayManage);
  const remove = useRemoveMember(conversationId);
  return (
    <Part title={text.details.people} count={people.length}>
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={person.id} className="flex items-center gap-2">
            <PersonMark name={person.displayName} isSmall />
            <span className="min-w-0 flex-1 truncate">
              {person.displayName} {person.id === reader.id && <span className="text-ink-3">{text.details.you}</span>}
            </span>
            <PersonState isHere={isIn(here, person)} isWriting={isIn(writing, person)} />
            {mayRemove && person.id !== reader.id && (
              <IconButton
                label={organizationText.people.removeNamed(person.displayName)}
                className="touch-target -my-1 size-6!"
                onClick={() => remove.mutate(person.id)}
              >
                <UserRoundMinus className="size-3.5" strokeWidth={2} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <FormProblem>{remove.error === null ? undefined : problemOf(remove.error).message}</FormProblem>
      {isShared && <AddPeople conversationId={conversationId} />}
    </Part>
  );
}

function isIn(members: readonly Member[], { id }: Member): boolean {
  return members.some((member) => member.id === id);
}
