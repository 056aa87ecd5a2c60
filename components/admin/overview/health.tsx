'use client';

import type { ComponentProps } from 'react';
import type { Overview } from '#lib/contract/admin/overview.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { adminText } from '#components/text/admin-text.ts';
import { overviewText as words } from '#components/text/admin-overview-text.ts';
import { lasting } from '#components/text/lasting.ts';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Count } from '../table/count.tsx';
import { RowLink } from '../table/row-link.tsx';
import { State } from '../table/state.tsx';

type Dot = ComponentProps<typeof State>['dot'];

/** An effect that is behind by less than this is at work. */
const lagSecondsFine = 60;
const diskShareFine = 0.85;

/** How each part does. What a part has no number for stands as a dash. */
export function Health({ overview }: { overview: Overview }) {
  return (
    <Section title={words.health}>
      <Table
        label={words.health}
        head={
          <>
            <HeadCell>{words.part}</HeadCell>
            <HeadCell>{words.state}</HeadCell>
            <HeadCell isNumber>{words.waiting}</HeadCell>
            <HeadCell isNumber>{words.oldest}</HeadCell>
            <HeadCell isNumber>{words.failed}</HeadCell>
          </>
        }
      >
        {partsOf(overview).map(({ name, href, dot, state, queue }) => (
          <Row key={name}>
            <Cell place="name" className="type-label">
              {href === undefined ? name : <RowLink href={href}>{name}</RowLink>}
            </Cell>
            <Cell place="rest" className="whitespace-normal! max-md:col-span-2">
              <State dot={dot}>{state}</State>
            </Cell>
            <Cell isNumber>
              <Count of={queue?.waiting ?? null} />
            </Cell>
            <Cell isNumber className="text-ink-2">
              {queue?.oldestAt == null ? (
                <span className="text-ink-3">{adminText.table.none}</span>
              ) : (
                lasting(overview.at - queue.oldestAt)
              )}
            </Cell>
            <Cell isNumber>
              <Count of={queue?.failed ?? null} />
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

interface Part {
  name: string;
  /** Where the operator's pages have more of it. */
  href?: string;
  dot: Dot;
  state: string;
  queue?: Overview['queues']['deliveries'];
}

function partsOf(overview: Overview): Part[] {
  const { database, redis, queues, endpointsFailing } = overview;
  const where = database.isEmbedded ? words.embedded : words.external;
  const redisDots = { unused: 'gone', reachable: 'here', unreachable: 'failed' } as const;
  return [
    {
      name: words.parts.database,
      dot: 'here',
      state: words.database(where, fileSize(database.bytes), database.pingMs),
    },
    { name: words.parts.redis, dot: redisDots[redis], state: words.redisStates[redis] },
    {
      name: words.parts.deliveries,
      href: '/admin/deliveries',
      dot: endpointsFailing > 0 ? 'failed' : 'here',
      state: endpointsFailing > 0 ? words.endpointsFailing(endpointsFailing) : words.fine,
      queue: queues.deliveries,
    },
    { name: words.parts.pushes, href: '/admin/pushes', dot: 'here', state: words.fine, queue: queues.pushes },
    { name: words.parts.events, href: '/admin/events', ...eventsOf(overview) },
    { name: words.parts.files, ...filesOf(overview) },
  ];
}

function eventsOf({ events: { gaps, resyncs, lagSeconds } }: Overview): Pick<Part, 'dot' | 'state'> {
  if (gaps > 0) return { dot: 'failed', state: words.someGaps(gaps) };
  if (lagSeconds <= lagSecondsFine) return { dot: 'here', state: words.noGaps(resyncs) };
  return { dot: 'failed', state: `${words.noGaps(resyncs)}, ${words.behindBy(lasting(lagSeconds * 1_000))}` };
}

function filesOf({ files: { where, bytes, disk } }: Overview): Pick<Part, 'dot' | 'state'> {
  const files = fileSize(bytes);
  if (where === 's3') return { dot: 'here', state: words.onS3(files) };
  if (disk === null || disk.totalBytes === 0) return { dot: 'here', state: words.unknownDisk(files) };
  const share = 1 - disk.freeBytes / disk.totalBytes;
  const state = words.onDisk(Math.floor(share * 100), fileSize(disk.totalBytes), files);
  return { dot: share > diskShareFine ? 'failed' : 'here', state };
}
