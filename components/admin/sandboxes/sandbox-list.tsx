'use client';

import type { AdminSandbox, ListAdminSandboxesInput, SandboxSort } from '#lib/contract/admin/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { adminText } from '#components/text/admin-text.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { Ago } from '#components/ui/ago.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Count } from '../table/count.tsx';
import { Listed } from '../table/listed.tsx';
import { RowLink } from '../table/row-link.tsx';
import { SortHead } from '../table/sort-head.tsx';
import { useCursor } from '../table/use-address.ts';
import { useListed } from '../table/use-listed.ts';
import { SandboxState } from './sandbox-state.tsx';

type Asked = Pick<ListAdminSandboxesInput, 'show' | 'sort' | 'search' | 'runtime'>;

export function SandboxList({ asked, onSort }: { asked: Asked; onSort: (sort: SandboxSort) => void }) {
  const query = useListed('sandboxes', { ...asked, cursor: useCursor() }, (input) =>
    trpcClient.admin.sandboxes.query(input),
  );
  return (
    <Listed
      what={words.title}
      query={query}
      empty={({ sandboxes }) => (sandboxes.length > 0 ? null : <p className="mt-3 text-ink-3">{nothing(asked)}</p>)}
    >
      {({ sandboxes }) => (
        <Table label={words.title} head={<Head sort={asked.sort} onSort={onSort} />}>
          {sandboxes.map((sandbox) => (
            <SandboxRow key={sandbox.sandboxId} sandbox={sandbox} />
          ))}
        </Table>
      )}
    </Listed>
  );
}

function nothing({ search, show, runtime }: Asked): string {
  if (search !== undefined) return words.noMatch(search);
  return show === 'all' && runtime === undefined ? words.empty : words.noneOf;
}

function Head({ sort, onSort }: { sort: SandboxSort; onSort: (sort: SandboxSort) => void }) {
  const sorted = { sort, onSort };
  return (
    <>
      <SortHead name={words.sandbox} up="name" down="-name" {...sorted} />
      <SortHead name={words.status} up="status" down="-status" {...sorted} />
      <HeadCell>{words.owner}</HeadCell>
      <HeadCell>{words.runtime}</HeadCell>
      <SortHead name={words.heartbeat} up="heartbeat" down="-heartbeat" first="-heartbeat" {...sorted} />
      <HeadCell isNumber>{words.waiting}</HeadCell>
      <SortHead name={words.created} up="created" down="-created" first="-created" isNumber {...sorted} />
    </>
  );
}

function SandboxRow({ sandbox }: { sandbox: AdminSandbox }) {
  const { sandboxId, label, flag, runtime, heartbeatAt, waiting, createdAt, organization, owner } = sandbox;
  const whose = (organization ?? owner).name;
  return (
    <Row>
      <Cell place="name">
        <span className="flex min-w-0 items-center gap-2.5">
          <AgentFlag letter={flag} />
          <RowLink href={`/admin/sandboxes/${sandboxId}`}>{label}</RowLink>
          <span className="max-md:hidden">
            <CopyId id={sandboxId} />
          </span>
        </span>
      </Cell>
      <Cell place="state">
        <SandboxState sandbox={sandbox} />
      </Cell>
      <Cell className="max-w-[24ch] truncate text-ink-2">{whose}</Cell>
      <Cell className="text-ink-2">{words.runtimes[runtime]}</Cell>
      <Cell place="rest" className="text-ink-2 max-md:col-span-2 max-md:pl-7">
        <span className="md:hidden">
          {whose}, {words.runtimes[runtime]},{' '}
        </span>
        {heartbeatAt === null ? <NoHeartbeat /> : <Ago at={heartbeatAt} />}
      </Cell>
      <Cell isNumber>
        <Count of={waiting} />
      </Cell>
      <Cell isNumber className="text-ink-2">
        <ShortDate at={createdAt} />
      </Cell>
    </Row>
  );
}

function NoHeartbeat() {
  return (
    <span className="text-ink-3">
      <span className="max-md:hidden">{adminText.table.none}</span>
      <span className="md:hidden">{words.noHeartbeat}</span>
    </span>
  );
}
