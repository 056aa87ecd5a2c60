'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { DeedButton } from '../deed-button.tsx';
import type { Deed } from '../reason-dialog.tsx';
import { useDeeds } from '../use-deeds.ts';
import { LinkOnce } from './link-once.tsx';

const { admin } = trpcClient;

/** What can be done about an account as a whole. */
export function PersonActs({ person }: { person: PersonDetail }) {
  const { id: userId, name, email } = person;
  const [made, setMade] = useState<{ link: string; expiresAt: number } | null>(null);
  const inDeed = useDeeds();
  const { replace } = useRouter();

  const link: Deed = {
    title: words.makeLink,
    what: words.makeLinkWhat(name),
    act: words.makeLink,
    acting: words.makingLink,
    run: (reason) => inDeed(() => admin.passwordLink.mutate({ userId, reason })).then(setMade),
  };
  const exporting: Deed = {
    title: words.exportNamed(name),
    what: words.exportWhat(name),
    act: words.exportNamed(name),
    acting: words.exporting,
    run: (reason) =>
      inDeed(() => admin.exportPerson.mutate({ userId, reason })).then(({ path }) => location.assign(path)),
  };
  const deleting: Deed = {
    title: words.deleteNamed(name),
    what: words.deleteWhat(name),
    act: words.deleteNamed(name),
    acting: words.deleting,
    isDanger: true,
    typed: email,
    // The page of somebody who is gone would only say so.
    run: (reason) => admin.deletePerson.mutate({ userId, email, reason }).then(() => replace('/admin/people')),
  };
  return (
    <div className="mt-4">
      {made !== null && (
        <div className="mb-4 max-w-[720px]">
          <LinkOnce name={name} made={made} onDone={() => setMade(null)} />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <DeedButton deed={link}>{words.makeLink}</DeedButton>
        <Operatorship person={person} />
        <DeedButton deed={exporting}>{words.export}</DeedButton>
        <Disablement person={person} />
        <DeedButton deed={deleting}>{words.delete}</DeedButton>
      </div>
    </div>
  );
}

function Operatorship({ person: { id: userId, name, isOperator } }: { person: PersonDetail }) {
  const inDeed = useDeeds();
  const deed: Deed = isOperator
    ? {
        title: words.unmakeOperatorNamed(name),
        what: words.unmakeOperatorWhat(name),
        act: words.unmakeOperatorNamed(name),
        acting: words.unmaking,
        isDanger: true,
        run: (reason) => inDeed(() => admin.unmakeOperator.mutate({ userId, reason })),
      }
    : {
        title: words.makeOperatorNamed(name),
        what: words.makeOperatorWhat(name),
        act: words.makeOperatorNamed(name),
        acting: words.making,
        run: (reason) => inDeed(() => admin.makeOperator.mutate({ userId, reason })),
      };
  return <DeedButton deed={deed}>{isOperator ? words.unmakeOperator : words.makeOperator}</DeedButton>;
}

function Disablement({ person: { id: userId, name, disabledAt } }: { person: PersonDetail }) {
  const inDeed = useDeeds();
  const isDisabled = disabledAt !== null;
  const deed: Deed = isDisabled
    ? {
        title: words.enableNamed(name),
        what: words.enableWhat(name),
        act: words.enableNamed(name),
        acting: words.enabling,
        run: (reason) => inDeed(() => admin.enable.mutate({ userId, reason })),
      }
    : {
        title: words.disableNamed(name),
        what: words.disableWhat(name),
        act: words.disableNamed(name),
        acting: words.disabling,
        isDanger: true,
        run: (reason) => inDeed(() => admin.disable.mutate({ userId, reason })),
      };
  return <DeedButton deed={deed}>{isDisabled ? words.enable : words.disable}</DeedButton>;
}
