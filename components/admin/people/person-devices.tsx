'use client';

import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import type { Deed } from '../reason-dialog.tsx';
import { useDeeds } from '../use-deeds.ts';
import { DeedLink } from '../deed-link.tsx';
import { LastSeen } from './people-list.tsx';

/** What they are told on. Never where that is: an address is a secret. */
export function PersonDevices({ person: { id: userId, devices } }: { person: PersonDetail }) {
  const inDeed = useDeeds();
  const removal = (id: string, name: string): Deed => ({
    title: words.removeNamed(name),
    what: words.removeWhat(name),
    act: words.removeNamed(name),
    acting: words.removing,
    isDanger: true,
    run: (reason) => inDeed(() => trpcClient.admin.removeDevice.mutate({ userId, id, reason })),
  });
  return (
    <Section title={words.devices} lede={words.devicesWhy}>
      <FocusHome count={devices.length}>
        {devices.length === 0 ? (
          <p className="text-ink-3">{words.noDevices}</p>
        ) : (
          <Table
            label={words.devices}
            head={
              <>
                <HeadCell>{words.device}</HeadCell>
                <HeadCell>{words.kind}</HeadCell>
                <HeadCell>{words.lastUsed}</HeadCell>
                <HeadCell isNumber>
                  <span className="sr-only">{words.act}</span>
                </HeadCell>
              </>
            }
          >
            {devices.map(({ id, name, kind, usedAt }) => (
              <Row key={id}>
                <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
                  {name}
                </Cell>
                <Cell place="state" className="text-ink-2">
                  {words.kinds[kind]}
                </Cell>
                <Cell place="rest" className="text-ink-2">
                  <LastSeen at={usedAt} />
                </Cell>
                <Cell place="act">
                  <DeedLink deed={removal(id, name)}>{words.remove}</DeedLink>
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </FocusHome>
    </Section>
  );
}
