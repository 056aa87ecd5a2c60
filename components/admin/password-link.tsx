'use client';

import { useState } from 'react';
import type { Person } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { LinkOnce } from './link-once.tsx';
import { usePasswordLink } from './people-data.ts';

/** For who has forgotten theirs, where no mail is sent. */
export function PasswordLink({ person }: { person: Person }) {
  const making = usePasswordLink();
  const [hadOne, setHadOne] = useState(false);
  const close = () => {
    setHadOne(true);
    making.reset();
  };
  if (making.data !== undefined) {
    return <LinkOnce name={person.name} made={making.data} onDone={close} />;
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button autoFocus={hadOne} busy={making.isPending} onClick={() => making.mutate(person.id)}>
        {making.isPending ? pageText.people.makingLink : pageText.people.makeLink}
      </Button>
      <FormProblem>{making.error === null ? undefined : problemOf(making.error).message}</FormProblem>
    </div>
  );
}
