'use client';

import { useState } from 'react';
import type { Person } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { SureInPlace } from '#components/settings/sure-in-place.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { useDisablement } from './people-data.ts';

/** Shuts a person out after a second look, and lets them in again at once; the button in the other's place has its focus. */
export function Disablement({ person }: { person: Person }) {
  const [isAsked, setAsked] = useState(false);
  const [hasActed, setHasActed] = useState(false);
  const change = useDisablement(person.id);
  const ask = () => {
    setAsked(true);
    setHasActed(true);
  };
  const enable = () => {
    setHasActed(true);
    change.mutate(false);
  };
  const problem = change.error === null ? undefined : pageText.people.failed(problemOf(change.error).message);
  if (person.disabledAt !== null) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button autoFocus={hasActed} busy={change.isPending} onClick={enable}>
          {change.isPending ? pageText.people.enabling : pageText.people.enable}
        </Button>
        <FormProblem>{problem}</FormProblem>
      </div>
    );
  }
  if (!isAsked) {
    return (
      <div>
        <Button kind="danger" autoFocus={hasActed} onClick={ask}>
          {pageText.people.disable}
        </Button>
      </div>
    );
  }
  return (
    <div className="basis-full">
      <SureInPlace
        why={pageText.people.disableWhy(person.name)}
        act={change.isPending ? pageText.people.disabling : pageText.people.disableNamed(person.name)}
        isBusy={change.isPending}
        problem={problem}
        onSure={() => change.mutate(true, { onSuccess: () => setAsked(false) })}
        onKeep={() => setAsked(false)}
      />
    </div>
  );
}
