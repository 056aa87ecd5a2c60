'use client';

import { useState } from 'react';
import type { PushTarget } from '#lib/contract/notifications.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { HeadCell, Table } from '#components/ui/table.tsx';
import { FocusHome } from '../focus-home.tsx';
import { useRemoveTarget, useTestTarget } from './notifications-data.ts';
import { RenameTarget } from './rename-target.tsx';
import { TargetRow } from './target-row.tsx';

const words = notificationText.devices;

export function ToldDevices({ targets }: { targets: readonly PushTarget[] }) {
  const [renamedId, setRenamedId] = useState<string | null>(null);
  const [wasRenamedId, setWasRenamedId] = useState<string | null>(null);
  const test = useTestTarget();
  const remove = useRemoveTarget();
  if (targets.length === 0) {
    return (
      <FocusHome count={0}>
        <p className="text-ink-3">{words.none}</p>
        <Outcome test={test} />
      </FocusHome>
    );
  }
  const endRename = (id: string) => {
    setRenamedId(null);
    setWasRenamedId(id);
  };
  return (
    <FocusHome count={targets.length}>
      <Table label={words.title} head={<Head />}>
        {targets.map((target) =>
          target.id === renamedId ? (
            <tr key={target.id} className="border-b border-line max-md:block">
              <td colSpan={4} className="max-md:block">
                <RenameTarget target={target} onDone={() => endRename(target.id)} />
              </td>
            </tr>
          ) : (
            <TargetRow
              key={target.id}
              target={target}
              wasRenamed={target.id === wasRenamedId}
              isTesting={test.isPending && test.variables.id === target.id}
              isGoing={remove.isPending && remove.variables === target.id}
              onTest={() => test.mutate(target)}
              onRename={() => setRenamedId(target.id)}
              onRemove={() => remove.mutate(target.id)}
            />
          ),
        )}
      </Table>
      <Outcome test={test} />
      <FormProblem>{remove.error === null ? undefined : words.notRemoved(problemOf(remove.error).message)}</FormProblem>
    </FocusHome>
  );
}

/** What came of the last test, for as long as the page is open. */
function Outcome({ test }: { test: ReturnType<typeof useTestTarget> }) {
  const { data, variables, error, isPending } = test;
  const said = data === undefined || isPending ? undefined : words.outcome[data.outcome](variables?.name ?? '');
  return (
    <div className="mt-3">
      <p role="status" className="max-w-[60ch] text-ink-2">
        {said}
      </p>
      <FormProblem>{error === null ? undefined : words.notTested(problemOf(error).message)}</FormProblem>
    </div>
  );
}

function Head() {
  return (
    <>
      <HeadCell>{words.device}</HeadCell>
      <HeadCell>{words.added}</HeadCell>
      <HeadCell>{words.lastUsed}</HeadCell>
      <HeadCell isNumber>
        <span className="sr-only">{words.act}</span>
      </HeadCell>
    </>
  );
}
