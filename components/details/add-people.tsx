'use client';

import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useAddMember, useCandidates } from '#components/data/conversation-members.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { text } from '#components/text/text.ts';
import { Button } from '#components/ui/button.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { TextField } from '#components/ui/text-field.tsx';

const words = organizationText.people;

/** Closed until it is asked for; then the others of the organization, of whom a press lets one in. */
export function AddPeople({ conversationId }: { conversationId: string }) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button className="mt-3" autoFocus={wasOpen} onClick={() => setOpen(true)}>
        <UserRoundPlus aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {words.add}
      </Button>
    );
  }
  const close = () => {
    setOpen(false);
    setWasOpen(true);
  };
  return <Candidates conversationId={conversationId} onClose={close} />;
}

function Candidates({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const candidates = useCandidates(conversationId, search);
  const add = useAddMember(conversationId);
  return (
    <div className="mt-3 grid gap-2">
      <TextField
        label={words.search}
        hint={words.addWhy}
        type="search"
        autoComplete="off"
        autoFocus
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Loaded what={text.details.people} query={candidates}>
        {(people) =>
          people.length === 0 ? (
            <p className="text-ink-3">{search === '' ? words.none : words.noMatch}</p>
          ) : (
            <ul>
              {people.map(({ userId, displayName }) => (
                <li key={userId}>
                  <button
                    type="button"
                    aria-label={words.addNamed(displayName)}
                    aria-disabled={add.isPending || undefined}
                    onClick={() => !add.isPending && add.mutate(userId)}
                    className="flex min-h-(--h-control) w-full items-center gap-2 rounded-control px-1 text-start hover:bg-hover"
                  >
                    <PersonMark name={displayName} isSmall />
                    <span className="min-w-0 flex-1 truncate">{displayName}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <FormProblem>{add.error === null ? undefined : problemOf(add.error).message}</FormProblem>
      <div>
        <Button onClick={onClose}>{words.close}</Button>
      </div>
    </div>
  );
}
