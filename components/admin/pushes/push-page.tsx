'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { AdminPushDetail } from '#lib/contract/admin/pushes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { failureWords } from '#components/text/failure-words.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { About, Fact } from '../table/about.tsx';
import { Count } from '../table/count.tsx';
import { State } from '../table/state.tsx';
import { PushState } from './push-state.tsx';

const words = operationsText.pushes;
const dots = { pending: 'busy', accepted: 'away', delivered: 'here', failed: 'failed' } as const;

/** That somebody was to be told, device by device. */
export function PushPage({ pushId }: { pushId: string }) {
  const query = useQuery({
    queryKey: ['admin', 'push', pushId],
    queryFn: () => trpcClient.admin.push.query({ pushId }),
    staleTime: 0,
  });
  return (
    <AdminPage
      title={query.data === undefined ? words.one : words.kinds[query.data.kind]}
      up={{ href: '/admin/pushes', name: words.title }}
    >
      <Loaded what={words.one} query={query}>
        {(push) => (
          <>
            <Facts push={push} />
            <Section title={words.devices} lede={words.hidden}>
              <Devices targets={push.targets} />
            </Section>
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

function Facts({ push }: { push: AdminPushDetail }) {
  const ids = [
    [words.agent, push.sandboxId],
    [words.message, push.messageId],
    [operationsText.list.id, push.id],
  ] as const;
  return (
    <About>
      <Fact name={operationsText.list.state}>
        <PushState push={push} />
      </Fact>
      <Fact name={words.person} id={push.person.id}>
        {push.person.name}
      </Fact>
      <Fact name={words.due}>
        <Ago at={push.dueAt} />
      </Fact>
      {push.endedAt !== null && (
        <Fact name={words.ended}>
          <Ago at={push.endedAt} />
        </Fact>
      )}
      {push.conversationId !== null && (
        <Fact name={words.conversation}>
          <Link href={`/admin/conversations/${push.conversationId}`} prefetch={false} className="touch-room underline">
            <span className="font-mono text-caption">{push.conversationId}</span>
          </Link>
        </Fact>
      )}
      {ids.map(([name, id]) => id !== null && <Fact key={name} name={name} id={id} />)}
    </About>
  );
}

function Devices({ targets }: Pick<AdminPushDetail, 'targets'>) {
  if (targets.length === 0) return <p className="text-ink-2">{words.noDevices}</p>;
  return (
    <Table
      label={words.devices}
      head={
        <>
          <HeadCell>{words.device}</HeadCell>
          <HeadCell>{words.kind}</HeadCell>
          <HeadCell>{operationsText.list.state}</HeadCell>
          <HeadCell>{words.error}</HeadCell>
          <HeadCell isNumber>{words.tries}</HeadCell>
        </>
      }
    >
      {targets.map(({ id, name, kind, state, error, attempts }) => (
        <Row key={id}>
          <Cell place="name" className="whitespace-normal! wrap-anywhere">
            {name}
          </Cell>
          <Cell className="text-ink-2">{words.deviceKinds[kind]}</Cell>
          <Cell place="state">
            <State dot={dots[state]} shape="person">
              {words.deviceStates[state]}
            </State>
          </Cell>
          <Cell place="rest" className="text-ink-2 max-md:col-span-2">
            {error === null ? operationsText.list.unknown : (words.whys[error] ?? failureWords(error))}
          </Cell>
          <Cell isNumber>
            <Count of={attempts} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
